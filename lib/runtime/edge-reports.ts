import { modeOf } from '../app/enforce/edge-rules';
import type { EdgeReport } from '../core/edge';
import type { Ruleset } from '../core/ruleset';
import type { Log } from './log';
import type { Metrics } from './metrics';

/** Addresses that a line of the log names. */
const NAMED = 20;

/**
 * What becomes of an edge's report: levels for alarms, and in the log what was written, what a dry run would write, and
 * what an operator must know of the edge. A look that found the edge as it was before says nothing anew.
 */
export function edgeReports({ log, metrics }: { log: Log; metrics: Metrics }, ruleset: Ruleset) {
  const told = new Map<string, string>();
  const isNew = (edge: string, text: string): boolean => {
    if ((told.get(edge) ?? '') === text) return false;
    told.set(edge, text);
    return true;
  };
  return (edge: string, report: EdgeReport): void => {
    const { notices, writes } = report;
    metrics.edge(edge, {
      overflow: report.overflow.length,
      shadowed: notices.filter((notice) => notice.startsWith('shadowed')).length,
      full: fullness(report),
    });
    if (writes > 0) log.say('NOTICE', 'edge changed', { edge, writes, ...changes(report) });
    if (modeOf(ruleset, edge) === 'dry-run' && isNew(`dry-run ${edge}`, JSON.stringify(changes(report)))) {
      log.say('NOTICE', 'edge would be changed, were it not a dry run', { edge, ...changes(report) });
    }
    if (isNew(edge, notices.join('\n'))) for (const notice of notices) log.say('WARNING', notice, { edge });
  };
}

/** Percent of the room of the family that has the least left. */
const fullness = ({ room }: EdgeReport): number =>
  Math.max(0, ...room.filter(({ capacity }) => capacity > 0).map(({ used, capacity }) => (100 * used) / capacity));

const changes = ({ added, removed }: EdgeReport) => ({
  ...{ adds: added.length, removes: removed.length },
  ...{ added: added.slice(0, NAMED), removed: removed.slice(0, NAMED) },
});
