import type { Ban, Failure } from './ban';
import { bantimeFor } from './bantime';
import type { AppEvent } from './event';
import type { BantimeIncrement, Seconds } from './ruleset';
import { arrive, clear, type Reached, type Window } from './window';

/** A failure with the clock at its arrival: batches are folded as if their lines came one by one. */
export interface Arrival {
  readonly failure: Failure;
  readonly clock: Seconds;
}

export interface FoldRules {
  readonly jail: string;
  readonly maxretry: number;
  readonly findtime: Seconds;
  /** Absent: 1. */
  readonly minhosts?: number;
  readonly bantime: Seconds;
  readonly increment: BantimeIncrement | null;
  /** Remembered bans of this ip in other jails, for `bantime.overalljails`; else 0. */
  readonly offencesElsewhere: number;
  readonly dbpurgeage: Seconds;
  readonly random: () => number;
  /** The breaker: whether one more new ban may be made now. */
  readonly mayBan: (clock: Seconds) => boolean;
}

export interface Folded {
  /** The ticket as it is now; its version is the stored one's plus one when `changed`. */
  readonly ban: Ban | undefined;
  readonly changed: boolean;
  /** Failures that still count: later than the last clear, in time order. */
  readonly live: readonly Failure[];
  /** `after` is the index of the arrival that led to the event. */
  readonly events: readonly { readonly after: number; readonly event: AppEvent }[];
}

/**
 * Counts arrivals of one (jail, ip) on top of what is known, exactly as the contract says: an exact window over event
 * time, a ban clears the failures up to it, a reached count while banned prolongs.
 * @param known failures counted before, in any order; those of `arrivals` may be among them and count once.
 */
export function fold(
  rules: FoldRules,
  ip: string,
  known: { readonly failures: readonly Failure[]; readonly ban: Ban | undefined },
  arrivals: readonly Arrival[],
): Folded {
  const { maxretry, findtime, minhosts = 1 } = rules;
  const window: Window = { maxretry, findtime, minhosts, failures: [] };
  const state: Folding = { rules, ip, window, seen: new Set(), events: [], ban: known.ban, changed: false, index: 0 };
  const first = arrivals[0];
  if (first) recall(state, known.failures, arrivals);
  for (let index = 0; index < arrivals.length; index++) {
    const { failure, clock } = arrivals[index] as Arrival;
    state.index = index;
    take(state, failure, clock);
  }
  const version = (known.ban?.version ?? 0) + 1;
  const ban = state.ban && state.changed ? { ...state.ban, version } : state.ban;
  return { ban, changed: state.changed, live: window.failures, events: state.events };
}

/** What changes while a batch is folded; lives for one call. */
interface Folding {
  readonly rules: FoldRules;
  readonly ip: string;
  readonly window: Window;
  readonly seen: Set<string>;
  readonly events: { after: number; event: AppEvent }[];
  ban: Ban | undefined;
  changed: boolean;
  index: number;
}

/** What was counted before comes first, in time order: a ban that a crash left unmade is made now. */
function recall(state: Folding, failures: readonly Failure[], arrivals: readonly Arrival[]): void {
  const cleared = state.ban?.clearedAt ?? 0;
  const counting = failures.filter(({ time }) => time > cleared);
  if (counting.length === 0) return;
  const arriving = new Set(arrivals.map(({ failure }) => failure.eventId));
  const clock = (arrivals[0] as Arrival).clock;
  const before = counting.filter(({ eventId }) => !arriving.has(eventId)).sort((a, b) => a.time - b.time);
  for (const failure of before) take(state, failure, clock);
}

function take(state: Folding, failure: Failure, clock: Seconds): void {
  if (failure.time <= (state.ban?.clearedAt ?? 0)) return;
  const { size } = state.seen;
  if (state.seen.add(failure.eventId).size === size) return;
  let reached = arrive(state.window, failure);
  while (reached && act(state, reached, clock)) reached = clear(state.window, reached.time);
}

/** @returns false when the breaker holds the ban back: the failures stay and count on. */
function act(state: Folding, reached: Reached, clock: Seconds): boolean {
  const { ban } = state;
  if (ban?.state === 'live' && !isOver(ban, clock)) return prolong(state, ban, reached);
  return banAnew(state, reached, clock);
}

function prolong(state: Folding, ban: Ban, reached: Reached): boolean {
  const end = later(ban.end, endOf(reached.time, ban.bantime));
  write(state, { ...ban, end, clearedAt: reached.time });
  const { jail } = state.rules;
  if (end !== ban.end) say(state, { event: 'prolong', time: reached.time, jail, ip: state.ip, until: end });
  return true;
}

function banAnew(state: Folding, reached: Reached, clock: Seconds): boolean {
  const { rules, ip } = state;
  const { jail } = rules;
  const before = state.ban ?? emptyTicket(jail, ip);
  const offences = remembered(before, clock, rules.dbpurgeage);
  const bantime = bantimeFor(rules.bantime, rules.increment, offences + rules.offencesElsewhere, rules.random);
  const end = endOf(reached.time, bantime);
  if (end !== null && end < clock) {
    write(state, { ...before, clearedAt: reached.time });
    return true;
  }
  if (!rules.mayBan(clock)) {
    say(state, { event: 'ignored', time: reached.time, jail, id: ip, reason: 'breaker' });
    return false;
  }
  if (before.state === 'live') say(state, { event: 'unban', time: clock, jail, ip, reason: 'expired' });
  const { time, failures } = reached;
  const bancount = before.bancount + 1;
  write(state, {
    ...{ jail, ip, time, end, bantime, bancount, offences: offences + 1, failures },
    ...{ clearedAt: time, state: 'live', origin: 'detect', version: before.version },
  });
  say(state, { event: 'ban', time, jail, ip, failures, bancount, until: end });
  return true;
}

function write(state: Folding, ban: Ban): void {
  state.ban = ban;
  state.changed = true;
}

function say(state: Folding, event: AppEvent): void {
  state.events.push({ after: state.index, event });
}

/** A ticket that was never a ban: it only remembers what was cleared. */
export const emptyTicket = (jail: string, ip: string): Ban => ({
  ...{ jail, ip, time: 0, end: 0, bantime: 0, bancount: 0, offences: 0, failures: 0 },
  ...{ clearedAt: 0, state: 'over', origin: 'detect', version: 0 },
});

/** A ban is lifted once the clock is past its end. */
export const isOver = (ban: Ban, clock: Seconds): boolean => ban.end !== null && clock > ban.end;

const endOf = (time: Seconds, bantime: Seconds): Seconds | null => (bantime < 0 ? null : time + bantime);

const later = (a: Seconds | null, b: Seconds | null): Seconds | null =>
  a === null || b === null ? null : Math.max(a, b);

/** fail2ban forgets an offender once its last ban, three times as long, lies `dbpurgeage` in the past. */
export function remembered(ban: Ban, clock: Seconds, dbpurgeage: Seconds): number {
  const forgotten = ban.bantime >= 0 && ban.time + 3 * ban.bantime < clock - dbpurgeage;
  return forgotten ? 0 : ban.offences;
}
