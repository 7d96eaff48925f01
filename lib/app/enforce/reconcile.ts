import { formatIp, parseCidr } from '../../core/address';
import type { Edge, EdgeReport } from '../../core/edge';
import type { EdgeState } from '../../core/ports';
import type { Ruleset, Seconds } from '../../core/ruleset';
import { wantedBans } from '../../core/wanted';
import { modeOf, wantedRules } from './edge-rules';
import { ours } from './ours';
import type { EnforcePorts } from './ports';
import type { Turns } from './turns';

/** How a look at one edge ended. */
export type Looked =
  | { readonly kind: 'done'; readonly report: EdgeReport }
  /** Another invocation is at it; it will look again before it stops. */
  | { readonly kind: 'busy' };

/** What the looks of one run share. */
export interface ReconcilePorts extends EnforcePorts {
  readonly turns: Turns;
}

/** Bans that are planned for one edge at a time: a hundred thousand take some 200 MB on their way to an edge. */
const MANY = 10_000;

/** Short enough that the next minute finds the edge free when a lease's holder died; kept while he works. */
const LEASE: Seconds = 40;
const RENEWAL: Seconds = 10;

async function takeLease(ports: EnforcePorts, edge: Edge): Promise<Lease | undefined> {
  const length = () => Math.min(ports.remaining(), LEASE);
  let takenAt = ports.clock();
  const token = await ports.edgeStates.acquire(edge.name, takenAt, takenAt + length());
  if (token === undefined) return undefined;
  const keep = async (): Promise<boolean> => {
    const now = ports.clock();
    if (now - takenAt < RENEWAL) return true;
    takenAt = now;
    return ports.edgeStates.renew(edge.name, token, now + length());
  };
  // A renewal that fails here is told by the next part's own.
  const stop = ports.every?.(RENEWAL, () => void keep().catch(() => undefined));
  return { token, keep, stop: () => stop?.() };
}

interface Lease {
  readonly token: string;
  /** Between two parts of the work. False: somebody else has the edge, and this run must stop. */
  readonly keep: () => Promise<boolean>;
  readonly stop: () => void;
}

/**
 * Makes one edge equal to the table. Level-triggered: it reads what must be and what is, and writes the difference, so
 * that a ban, an unban, a repair and a recovery are the same run. One writer an edge, by a lease in the table.
 */
export async function reconcile(ports: ReconcilePorts, ruleset: Ruleset, edge: Edge): Promise<Looked> {
  const lease = await takeLease(ports, edge);
  if (!lease) return { kind: 'busy' };
  const { token, keep, stop } = lease;
  try {
    while (await keep()) {
      const before = await ports.edgeStates.get(edge.name);
      const comparedAt = ports.clock();
      const report = await run(ports, ruleset, edge);
      if (!(await keep())) break;
      const state = stateAfter({ before, report, comparedAt });
      const ended = await ports.edgeStates.finish(edge.name, token, state);
      if (ended === 'done') announce(ports, edge, before, report);
      if (ended !== 'again') return { kind: 'done', report };
    }
    return { kind: 'busy' };
  } catch (error) {
    // A lease that cannot be given back ends by itself; what went wrong first is what must be told.
    await ports.edgeStates.release(edge.name, token).catch(() => undefined);
    throw error;
  } finally {
    stop();
  }
}

async function run(ports: ReconcilePorts, ruleset: Ruleset, edge: Edge): Promise<EdgeReport> {
  const live = await ports.bans.live();
  return ports.turns(live.length > MANY, () => {
    const now = ports.clock();
    const wanted = wantedBans(wantedRules(ruleset, edge.name), live, now);
    return edge.reconcile(wanted, { mode: modeOf(ruleset, edge.name), now, ours: (cidrs) => ours(ports.bans, cidrs) });
  });
}

interface Ran {
  readonly before: EdgeState;
  readonly report: EdgeReport;
  /** Before the table was read: what is written later was not seen. */
  readonly comparedAt: Seconds;
}

function stateAfter({ before: { requested }, report: { probe, overflow }, comparedAt }: Ran): EdgeState {
  return { requested, applied: requested, probe, overflow, comparedAt };
}

function announce(ports: EnforcePorts, edge: Edge, before: EdgeState, report: EdgeReport): void {
  const known = new Set(before.overflow);
  for (const cidr of report.overflow) {
    if (known.has(cidr)) continue;
    const parsed = parseCidr(cidr);
    const ip = parsed ? formatIp(parsed) : cidr;
    ports.emit({ event: 'overflow', time: ports.clock(), edge: edge.name, ip });
  }
}
