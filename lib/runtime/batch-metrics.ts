import type { DetectReport } from '../app/detect/ports';
import type { Clock } from '../core/ports';
import type { Delivery } from '../core/record';
import type { Ruleset } from '../core/ruleset';
import { watchedLogGroups } from '../core/subscription';
import type { Metrics } from './metrics';

/**
 * What a batch says of every jail that reads its log group: how long its oldest event was on its way (`lag`), and how many
 * lines no jail made anything of (`unparsed`). A jump of the latter is a daemon that began to write its lines in another
 * way, or somebody who makes lines that do not match.
 */
export function batchMetrics({ jails }: Pick<Ruleset, 'jails'>, metrics: Pick<Metrics, 'count' | 'lag'>, clock: Clock) {
  const groups = new Map(watchedLogGroups(jails).map((group) => [group.name, group.jails.map(({ name }) => name)]));
  return ({ logGroup, events }: Delivery, { missed }: DetectReport): void => {
    if (events.length === 0) return;
    let oldest = Number.POSITIVE_INFINITY;
    for (let at = 0; at < events.length; at++) oldest = Math.min(oldest, events.timestamp(at));
    const lag = Math.max(0, clock() - oldest / 1000);
    for (const jail of groups.get(logGroup) ?? []) {
      metrics.lag(jail, lag);
      if (missed > 0) metrics.count(jail, 'unparsed', missed);
    }
  };
}
