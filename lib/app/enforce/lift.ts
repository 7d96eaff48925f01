import type { Ban } from '../../core/ban';
import type { UnbanReason } from '../../core/event';
import type { Ruleset, Seconds } from '../../core/ruleset';
import { purgeTime } from '../detect/charge';
import { asError } from './as-error';
import type { EnforcePorts } from './ports';

export interface Lifting {
  readonly clock: Seconds;
  readonly reason: UnbanReason;
  /** Whether the ticket, read again, is still to be lifted. */
  readonly still: (ban: Ban) => boolean;
}

export interface Lifts {
  readonly lifted: readonly Ban[];
  /** By `ip in jail`: one ban that cannot be lifted does not keep the others. */
  readonly failed: ReadonlyMap<string, Error>;
}

/**
 * Lifts bans. The edges that `edges` names are asked to look before the first is lifted: when this run dies or an edge
 * fails, the next minute opens them. Throws when they cannot be asked; then nothing was lifted.
 * @param liftingOf `undefined`: the ban stays
 */
export async function liftEach(
  ports: Pick<EnforcePorts, 'bans' | 'emit' | 'edges' | 'edgeStates'>,
  ruleset: Ruleset,
  bans: readonly Ban[],
  { edges, liftingOf }: { edges: (name: string) => boolean; liftingOf: (ban: Ban) => Lifting | undefined },
): Promise<Lifts> {
  const chosen = bans.flatMap((ban) => {
    const lifting = liftingOf(ban);
    return lifting ? [{ ban, lifting }] : [];
  });
  if (chosen.length > 0) {
    for (const { name } of ports.edges.filter((edge) => edges(edge.name))) await ports.edgeStates.request(name);
  }
  return liftTogether(ports, ruleset, chosen);
}

/** Bans that are lifted at the same time: thousands must not take minutes. */
const PARALLEL = 16;

/** Lifts every one of these, whatever becomes of the others; the answers are in their order. */
export async function liftTogether(
  ports: Pick<EnforcePorts, 'bans' | 'emit'>,
  ruleset: Ruleset,
  chosen: readonly { readonly ban: Ban; readonly lifting: Lifting }[],
): Promise<Lifts> {
  const lifted: Ban[] = [];
  const failed = new Map<string, Error>();
  for (let at = 0; at < chosen.length; at += PARALLEL) {
    const some = chosen.slice(at, at + PARALLEL);
    const ended = await Promise.allSettled(some.map(({ ban, lifting }) => lift(ports, ruleset, ban, lifting)));
    for (const [index, result] of ended.entries()) {
      const { ip, jail } = some[index]?.ban ?? { ip: '', jail: '' };
      if (result.status === 'rejected') failed.set(`${ip} in ${jail}`, asError(result.reason));
      else if (result.value) lifted.push(result.value);
    }
  }
  return { lifted, failed };
}

const TRIES = 5;

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
