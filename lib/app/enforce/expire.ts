import type { Ban } from '../../core/ban';
import { isOver } from '../../core/fold';
import type { Ruleset } from '../../core/ruleset';
import { edgesOf } from './edge-rules';
import { type EnforceReport, reconcileAll } from './enforce';
import { type Lifts, liftEach } from './lift';
import { changedLately, liftChanged } from './lift-changed';
import { listedAgain } from './own-lists';
import type { EnforcePorts } from './ports';
import { edgesWithReason } from './reasons';
import { rulesNow } from './rules-now';

export interface ExpireReport extends EnforceReport {
  readonly lifted: readonly Ban[];
}

const NOTHING_LIFTED: Lifts = { lifted: [], failed: new Map() };

const ALL = { has: () => true };

/**
 * The minute's work: lifts what is due, then lets every edge look that has a reason to. An idle minute writes nothing and
 * reads the same few things: what operators changed, the due bans, the newest ones, one item and one probe an edge.
 */
export async function expire(ports: EnforcePorts, deployed: Ruleset): Promise<ExpireReport> {
  const clock = ports.clock();
  const ruleset = await rulesNow(ports, deployed);
  const changed = await changedLately(ports);
  const due = await ports.bans.due(clock);
  const touched = edgesOf(ruleset, new Set(due.map(({ jail }) => jail)));
  const { lifted, failed } = await liftEach(ports, ruleset, due, {
    edges: (name) => touched.has(name),
    liftingOf: () => ({ clock, reason: 'expired', still: (ban) => isOver(ban, clock) }),
  });
  const spared = changed ? await liftChanged(ports, ruleset) : NOTHING_LIFTED;
  const chosen = changed ? ALL : await edgesWithReason(ports, ruleset, clock);
  const report = await reconcileAll(ports, ruleset, (name) => chosen.has(name), false);
  // Last, as a long list takes minutes: the table's stream tells the edges.
  const unlisted = await listedAgain(ports, ruleset, changed ? ALL : new Set(lifted.map(({ jail }) => jail)));
  return {
    looked: report.looked,
    failed: new Map([...failed, ...spared.failed, ...report.failed, ...unlisted]),
    lifted: [...lifted, ...spared.lifted],
  };
}
