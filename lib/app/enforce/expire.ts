import type { Ban } from '../../core/ban';
import type { Edge } from '../../core/edge';
import type { UnbanReason } from '../../core/event';
import { isOver } from '../../core/fold';
import type { Ruleset, Seconds } from '../../core/ruleset';
import { purgeTime } from '../detect/charge';
import { type EnforceReport, reconcileAll } from './enforce';
import type { EnforcePorts } from './ports';

export interface ExpireReport extends EnforceReport {
  readonly lifted: readonly Ban[];
}

/** A whole comparison runs at least this often, whatever the probe says. */
const WHOLE_COMPARISON: Seconds = 3600;
const TRIES = 5;

/**
 * The minute's work: lifts what is due, then lets every edge look that has a reason to. An idle minute reads and writes
 * nothing: the due bans, one item and one probe an edge.
 */
export async function expire(ports: EnforcePorts, ruleset: Ruleset): Promise<ExpireReport> {
  const clock = ports.clock();
  const lifted: Ban[] = [];
  for (const due of await ports.bans.due(clock)) {
    const ban = await lift(ports, ruleset, due, { clock, reason: 'expired', still: (now) => isOver(now, clock) });
    if (ban) lifted.push(ban);
  }
  const touched = new Set(
    ruleset.jails
      .filter((jail) => lifted.some((ban) => ban.jail === jail.name))
      .flatMap((jail) => jail.edges.map(({ edge }) => edge)),
  );
  const reasons = await Promise.all(
    ports.edges.map(async (edge) => touched.has(edge.name) || (await hasReason(ports, edge, clock))),
  );
  const chosen = new Set(ports.edges.filter((_, index) => reasons[index]).map(({ name }) => name));
  const report = await reconcileAll(ports, ruleset, (name) => chosen.has(name), false);
  return { ...report, lifted };
}

/** Whether an edge must look: asked to, not looked at for long, or changed by somebody else. */
async function hasReason(ports: EnforcePorts, edge: Edge, clock: Seconds): Promise<boolean> {
  const state = await ports.edgeStates.get(edge.name);
  if (state.requested > state.applied) return true;
  if (clock - state.comparedAt >= WHOLE_COMPARISON) return true;
  try {
    return (await edge.probe()) !== state.probe;
  } catch {
    // A probe that fails says nothing of the edge: the whole comparison meets the same fault and reports it.
    return true;
  }
}

export interface Lifting {
  readonly clock: Seconds;
  readonly reason: UnbanReason;
  /** Whether the ticket, read again, is still to be lifted. */
  readonly still: (ban: Ban) => boolean;
}

/** Ends one live ban under its version: a newer ban or a longer end beats an older unban. */
export async function lift(
  ports: Pick<EnforcePorts, 'bans' | 'emit'>,
  ruleset: Ruleset,
  due: Ban,
  { clock, reason, still }: Lifting,
): Promise<Ban | undefined> {
  let ban: Ban | undefined = due;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    if (ban?.state !== 'live' || !still(ban)) return undefined;
    const over: Ban = {
      ...ban,
      state: 'over',
      end: reason === 'expired' ? ban.end : clock,
      clearedAt: reason === 'expired' ? ban.clearedAt : Math.max(ban.clearedAt, clock),
      version: ban.version + 1,
    };
    if ((await ports.bans.put(over, purgeTime(over, ruleset.dbpurgeage))) === 'written') {
      ports.emit({ event: 'unban', time: clock, jail: ban.jail, ip: ban.ip, reason });
      return over;
    }
    ban = await ports.bans.get(due.jail, due.ip);
  }
  throw new Error(`the ban of ${due.ip} in jail ${due.jail} changed ${TRIES} times while it was lifted`);
}
