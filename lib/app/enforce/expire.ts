import type { Ban } from '../../core/ban';
import type { Edge } from '../../core/edge';
import { isOver } from '../../core/fold';
import type { Ruleset, Seconds } from '../../core/ruleset';
import { edgesOf } from './edge-rules';
import { type EnforceReport, reconcileAll } from './enforce';
import { type Lifts, liftEach } from './lift';
import { changedLately, liftChanged } from './lift-changed';
import type { EnforcePorts } from './ports';
import { rulesNow } from './rules-now';

export interface ExpireReport extends EnforceReport {
  readonly lifted: readonly Ban[];
}

/** A whole comparison runs at least this often, whatever the probe says. */
const WHOLE_COMPARISON: Seconds = 3600;

const NOTHING_LIFTED: Lifts = { lifted: [], failed: new Map() };

/**
 * The minute's work: lifts what is due, then lets every edge look that has a reason to. An idle minute reads and writes
 * nothing: the due bans, one item and one probe an edge.
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
  const reasons = await Promise.all(ports.edges.map((edge) => changed || hasReason(ports, edge, clock)));
  const chosen = new Set(ports.edges.filter((_, index) => reasons[index]).map(({ name }) => name));
  const report = await reconcileAll(ports, ruleset, (name) => chosen.has(name), false);
  return {
    looked: report.looked,
    failed: new Map([...failed, ...spared.failed, ...report.failed]),
    lifted: [...lifted, ...spared.lifted],
  };
}

/** Whether an edge must look: asked to, not looked at for long, or changed by somebody else. */
async function hasReason(ports: EnforcePorts, edge: Edge, clock: Seconds): Promise<boolean> {
  try {
    const state = await ports.edgeStates.get(edge.name);
    if (state.requested > state.applied) return true;
    if (clock - state.comparedAt >= WHOLE_COMPARISON) return true;
    return (await edge.probe()) !== state.probe;
  } catch {
    // What cannot be read says nothing of the edge: the whole comparison meets the same fault and reports it.
    return true;
  }
}
