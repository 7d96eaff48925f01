import type { Ban, Failure } from '../../core/ban';
import { type Arrival, type Folded, type FoldRules, fold, remembered } from '../../core/fold';
import type { CounterKey } from '../../core/ports';
import type { Jail, Seconds } from '../../core/ruleset';
import { UnreadableItemError } from '../../core/unreadable-item';
import { createBreaker } from './breaker';
import type { DetectPorts } from './ports';
import { createTickets, type Tickets } from './tickets';
import { LATENESS, latest, worthKeeping } from './worth-keeping';

/** Failures charged to one (jail, ip), in order of arrival. */
export interface Charge {
  readonly jail: Jail;
  readonly ip: string;
  readonly arrivals: readonly Arrival[];
}

/** What counting needs of the outside. */
type ChargePorts = Pick<DetectPorts, 'counters' | 'bans' | 'bansMade' | 'random'>;

export interface ChargeContext {
  readonly ports: ChargePorts;
  readonly tickets: Tickets;
  readonly dbpurgeage: Seconds;
  /** The rules of a jail, for an address that other jails know nothing of. */
  readonly rulesOf: (jail: Jail) => FoldRules;
  /** After a ban: counts it with those of other instances. */
  readonly share: (jail: Jail) => Promise<void>;
}

export function createChargeContext(ports: ChargePorts, dbpurgeage: Seconds): ChargeContext {
  const breaker = createBreaker(ports.bansMade);
  const known = new WeakMap<Jail, FoldRules>();
  const make = (jail: Jail): FoldRules => ({
    ...{ jail: jail.name, maxretry: jail.maxretry, findtime: jail.findtime, bantime: jail.bantime },
    ...(jail.minhosts === undefined ? {} : { minhosts: jail.minhosts }),
    ...{ increment: jail.increment, offencesElsewhere: 0, dbpurgeage, random: ports.random },
    mayBan: (now) => breaker(jail.name, jail.breaker, now),
  });
  const rulesOf = (jail: Jail): FoldRules => {
    const rules = known.get(jail) ?? make(jail);
    known.set(jail, rules);
    return rules;
  };
  const tickets = createTickets(ports.bans);
  return { ports, tickets, dbpurgeage, rulesOf, share: (jail) => breaker.share(jail.name, jail.breaker) };
}

/** A counter item is garbage a day after nothing in it can matter. */
const GARBAGE: Seconds = 86400;
/** About what 1 KB, one write unit, holds of members (`time#eventid`, 20 bytes). */
const MEMBERS_A_WRITE_UNIT = 40;
const TRIES = 10;

/**
 * Counts the charge and bans when the window says so. The ticket is read only when enough failures are known, and
 * written only when it changes. Safe to repeat: a redelivered batch changes nothing.
 */
export async function charge(context: ChargeContext, charged: Charge): Promise<Folded> {
  const { jail, arrivals } = charged;
  try {
    const many = arrivals.length > jail.maxretry;
    const folded = await (many ? chargeMany(context, charged) : chargeFew(context, charged));
    if (folded.changed) await context.share(jail);
    return folded;
  } catch (error) {
    // The store has told of the ticket that it cannot read; nobody else of the batch waits for it to be mended.
    if (error instanceof UnreadableItemError) return NOTHING;
    throw error;
  }
}

/** Whether what is known fills a window at all, whatever was cleared; the ticket is not read for less. */
const mayBan = ({ maxretry, minhosts = 1, findtime }: Jail, known: readonly Failure[]): boolean =>
  known.length >= maxretry &&
  (minhosts === 1 || new Set(known.map(({ host }) => host)).size >= minhosts) &&
  holdsWindow(known, maxretry, findtime);

/** Whether `maxretry` failures lie within less than `findtime`. */
function holdsWindow(failures: readonly Failure[], maxretry: number, findtime: Seconds): boolean {
  const times = new Float64Array(failures.length);
  for (let at = 0; at < times.length; at++) times[at] = (failures[at] as Failure).time;
  times.sort();
  for (let last = maxretry - 1; last < times.length; last++) {
    const end = times[last] as number;
    if ((times[last - maxretry + 1] as number) > end - findtime) return true;
  }
  return false;
}

const NOTHING: Folded = { ban: undefined, changed: false, live: [], events: [] };

const keyOf = ({ jail, ip }: Charge): CounterKey => ({ jail: jail.name, ip });

/** One write, whose answer holds what everybody counted before: the last of several writers sees all. */
async function chargeFew(context: ChargeContext, charged: Charge): Promise<Folded> {
  const known = await add(
    context,
    charged,
    charged.arrivals.map(({ failure }) => failure),
  );
  const folded = mayBan(charged.jail, known) ? await decide(context, charged, known) : NOTHING;
  await prune(context, charged, known, folded.ban);
  return folded;
}

/**
 * A batch that holds enough for a ban by itself: read, decide, and keep only what still counts afterwards, which is
 * mostly nothing. What others added meanwhile is in the answer of that write, and is decided on again.
 */
async function chargeMany(context: ChargeContext, charged: Charge): Promise<Folded> {
  const before = await context.ports.counters.get(keyOf(charged));
  const folded = await decide(context, charged, before);
  if (folded.live.length === 0) return folded;
  const seen = new Set(before.map(({ eventId }) => eventId));
  const kept = folded.live.filter(({ eventId }) => !seen.has(eventId));
  if (kept.length === 0) return folded;
  const known = await add(context, charged, worthKeeping(charged.jail, kept));
  for (const { eventId } of kept) seen.add(eventId);
  const news = known.some(({ eventId }) => !seen.has(eventId));
  const again = news ? await decide(context, charged, known) : undefined;
  await prune(context, charged, known, again?.ban ?? folded.ban);
  return again?.changed ? { ...again, changed: true, events: [...folded.events, ...again.events] } : folded;
}

const add = (context: ChargeContext, charged: Charge, failures: readonly Failure[]): Promise<readonly Failure[]> =>
  context.ports.counters.add(keyOf(charged), failures, latest(failures) + charged.jail.findtime + LATENESS + GARBAGE);

async function decide(context: ChargeContext, charged: Charge, known: readonly Failure[]): Promise<Folded> {
  const { tickets } = context;
  const { jail, ip, arrivals } = charged;
  let seen = await tickets.see(jail.name, ip);
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const rules = jail.increment?.overalljails ? await rulesOverall(context, charged) : context.rulesOf(jail);
    const folded = fold(rules, ip, { failures: known, ban: seen.ban }, arrivals);
    if (folded.changed && folded.ban) {
      const outcome = await tickets.put(folded.ban, purgeTime(folded.ban, context.dbpurgeage));
      if (outcome === 'written') return folded;
    } else if (!seen.remembered || folded.events.length === 0) return folded;
    // Another one wrote the ticket; or a ban was held back that the stored ticket might say stands already.
    seen = await tickets.read(jail.name, ip);
  }
  throw new Error(`the ticket of ${ip} in jail ${jail.name} changed ${TRIES} times while it was written`);
}

/** With `bantime.overalljails` the bans of other jails count, too. */
async function rulesOverall(context: ChargeContext, { jail, ip, arrivals }: Charge): Promise<FoldRules> {
  const clock = (arrivals[0] as Arrival).clock;
  const elsewhere = (await context.ports.bans.ofIp(ip)).filter((ticket) => ticket.jail !== jail.name);
  const offences = elsewhere.reduce((sum, ticket) => sum + remembered(ticket, clock, context.dbpurgeage), 0);
  return { ...context.rulesOf(jail), offencesElsewhere: offences };
}

/** When a ticket may be deleted as garbage: `null` while it is live for ever. */
export function purgeTime(ban: Ban, dbpurgeage: Seconds): Seconds | null {
  if (ban.end === null) return null;
  return Math.max(ban.end, ban.time + 3 * ban.bantime, ban.clearedAt) + dbpurgeage + GARBAGE;
}

/** Keeps the counter item small: what can matter no more is taken out. */
async function prune(
  context: ChargeContext,
  charged: Charge,
  known: readonly Failure[],
  ban: Ban | undefined,
): Promise<void> {
  const { jail } = charged;
  if (known.length <= Math.max(2 * jail.maxretry, MEMBERS_A_WRITE_UNIT)) return;
  const kept = new Set(worthKeeping(jail, known, ban?.clearedAt));
  const dead = known.filter((failure) => !kept.has(failure));
  if (dead.length > 0) await context.ports.counters.remove(keyOf(charged), dead);
}
