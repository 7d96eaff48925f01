import type { Ban, Failure } from '../../core/ban';
import { type Arrival, type Folded, type FoldRules, fold, remembered } from '../../core/fold';
import type { CounterKey } from '../../core/ports';
import type { Jail, Seconds } from '../../core/ruleset';
import type { DetectPorts } from './ports';

/** Failures charged to one (jail, ip), in order of arrival. */
export interface Charge {
  readonly jail: Jail;
  readonly ip: string;
  readonly arrivals: readonly Arrival[];
}

export interface ChargeContext {
  readonly ports: DetectPorts;
  readonly dbpurgeage: Seconds;
  readonly breaker: (jail: string, limit: number, clock: Seconds) => boolean;
}

/** Late lines still find the failures of their window for this long after it. */
const LATENESS: Seconds = 3600;
/** A counter item is garbage a day after nothing in it can matter. */
const GARBAGE: Seconds = 86400;
/** About what 1 KB, one write unit, holds of members (`time#eventid`, 20 bytes). */
const MEMBERS_A_WRITE_UNIT = 40;
const TRIES = 10;

/**
 * Counts the charge and bans when the window says so. One write for the counter; the ticket is read only when enough
 * failures are known, and written only when it changes. Safe to repeat: a redelivered batch changes nothing.
 */
export async function charge(context: ChargeContext, { jail, ip, arrivals }: Charge): Promise<Folded> {
  const { counters } = context.ports;
  const key: CounterKey = { jail: jail.name, ip };
  const kept = newest(arrivals, jail.maxretry);
  const known = await counters.add(key, kept, latest(kept) + jail.findtime + LATENESS + GARBAGE);
  const enough = known.length + arrivals.length - kept.length >= jail.maxretry;
  const folded = enough ? await decide(context, { jail, ip, arrivals }, known) : NOTHING;
  await prune(context, key, jail, { known, ban: folded.ban });
  return folded;
}

const NOTHING: Folded = { ban: undefined, changed: false, events: [] };

const latest = (failures: readonly Failure[]): Seconds => Math.max(...failures.map((failure) => failure.time));

/** The newest failures decide every later window: more than `maxretry` of one batch are never needed again. */
function newest(arrivals: readonly Arrival[], maxretry: number): readonly Failure[] {
  const failures = arrivals.map(({ failure }) => failure);
  if (failures.length <= maxretry) return failures;
  return [...failures].sort((a, b) => b.time - a.time).slice(0, maxretry);
}

async function decide(context: ChargeContext, charged: Charge, known: readonly Failure[]): Promise<Folded> {
  const { bans } = context.ports;
  const { jail, ip, arrivals } = charged;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const ban = await bans.get(jail.name, ip);
    const rules = await foldRules(context, charged);
    const folded = fold(rules, ip, { failures: known, ban }, arrivals);
    if (!folded.changed || !folded.ban) return folded;
    if ((await bans.put(folded.ban, purgeTime(folded.ban, context.dbpurgeage))) === 'written') return folded;
  }
  throw new Error(`the ticket of ${ip} in jail ${jail.name} changed ${TRIES} times while it was written`);
}

async function foldRules(context: ChargeContext, { jail, ip, arrivals }: Charge): Promise<FoldRules> {
  const { ports, dbpurgeage, breaker } = context;
  const clock = (arrivals[0] as Arrival).clock;
  const tickets = jail.increment?.overalljails ? await ports.bans.ofIp(ip) : [];
  return {
    ...{ jail: jail.name, maxretry: jail.maxretry, findtime: jail.findtime, bantime: jail.bantime },
    increment: jail.increment,
    offencesElsewhere: tickets
      .filter((ticket) => ticket.jail !== jail.name)
      .reduce((sum, ticket) => sum + remembered(ticket, clock, dbpurgeage), 0),
    dbpurgeage,
    random: ports.random,
    mayBan: (now) => breaker(jail.name, jail.breaker, now),
  };
}

/** When a ticket may be deleted as garbage: `null` while it is live for ever. */
export function purgeTime(ban: Ban, dbpurgeage: Seconds): Seconds | null {
  if (ban.end === null) return null;
  return Math.max(ban.end, ban.time + 3 * ban.bantime, ban.clearedAt) + dbpurgeage + GARBAGE;
}

/** Keeps the counter item small: what is cleared, or older than any late line could reach, is taken out. */
async function prune(
  context: ChargeContext,
  key: CounterKey,
  jail: Jail,
  { known, ban }: { readonly known: readonly Failure[]; readonly ban: Ban | undefined },
): Promise<void> {
  if (known.length <= Math.max(2 * jail.maxretry, 2) && known.length <= MEMBERS_A_WRITE_UNIT) return;
  const oldest = latest(known) - jail.findtime - LATENESS;
  const dead = known.filter(({ time }) => time <= oldest || (ban !== undefined && time <= ban.clearedAt));
  if (dead.length > 0) await context.ports.counters.remove(key, dead);
}
