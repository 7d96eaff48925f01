import { type Cidr, contains, parseCidr } from '../../core/address';
import type { AppEvent, IgnoreReason, UnbanReason } from '../../core/event';
import type { Seconds } from '../../core/ruleset';
import type { TimedLine } from './merge';
import { ownText } from './own-text';

type Of<K extends AppEvent['event']> = Extract<AppEvent, { event: K }>;

/** A ban of the replay, with what became of it. */
export interface ReplayedBan {
  readonly ban: Of<'ban'>;
  /** The line that made it. */
  readonly line: TimedLine | undefined;
  until: Seconds | null;
  lifted: { readonly time: Seconds; readonly reason: UnbanReason } | undefined;
}

/** Failures of one address in one jail. */
export interface Offender {
  readonly jail: string;
  readonly ip: string;
  failures: number;
}

/** Failures nobody was charged with. */
export interface Spared {
  readonly jail: string;
  readonly id: string;
  readonly reason: IgnoreReason;
  failures: number;
}

/** What a replay's events come to. */
export interface Outcome {
  readonly bans: readonly ReplayedBan[];
  readonly unbans: number;
  readonly offenders: ReadonlyMap<string, Offender>;
  readonly spared: ReadonlyMap<string, Spared>;
  readonly overflow: ReadonlySet<string>;
  /** Failures of addresses while they were banned: with the ban in force they would not have come through. */
  readonly stopped: number;
  /** Addresses banned at the end, each once, in the order they were banned. */
  readonly banned: readonly string[];
}

export interface OutcomeCollector extends Outcome {
  readonly take: (event: AppEvent) => void;
  /** The lines of the window whose events come next. */
  readonly window: (lines: readonly TimedLine[]) => void;
}

export function collectOutcome(): OutcomeCollector {
  const state: State = {
    ...{ bans: [], live: new Map(), offenders: new Map(), spared: new Map(), overflow: new Set() },
    ...{ unbans: 0, stopped: 0, lines: [], lastFound: '' },
  };
  return {
    take: (event) => take(state, event),
    window: (lines) => {
      state.lines = lines;
    },
    bans: state.bans,
    offenders: state.offenders,
    spared: state.spared,
    overflow: state.overflow,
    get unbans() {
      return state.unbans;
    },
    get stopped() {
      return state.stopped;
    },
    get banned() {
      return [...new Set([...state.live.values()].map(({ ban }) => ban.ip))];
    },
  };
}

interface State {
  readonly bans: ReplayedBan[];
  readonly live: Map<string, ReplayedBan>;
  readonly offenders: Map<string, Offender>;
  readonly spared: Map<string, Spared>;
  readonly overflow: Set<string>;
  unbans: number;
  stopped: number;
  lines: readonly TimedLine[];
  lastFound: string;
}

function take(state: State, event: AppEvent): void {
  switch (event.event) {
    case 'found':
      state.lastFound = event.eventId;
      if (isBanned(state, event)) state.stopped += 1;
      count(state.offenders, JSON.stringify([event.jail, event.ip]), { jail: event.jail, ip: event.ip, failures: 0 });
      return;
    case 'ignored':
      count(state.spared, JSON.stringify([event.jail, event.id, event.reason]), { ...event, failures: 0 });
      return;
    case 'ban':
      begin(state, event);
      return;
    case 'prolong':
      prolong(state, event);
      return;
    case 'unban':
      end(state, event);
      return;
    case 'overflow':
      state.overflow.add(`${event.edge} ${event.ip}`);
  }
}

function count<T extends { failures: number }>(counts: Map<string, T>, key: string, first: T): void {
  const known = counts.get(key) ?? first;
  known.failures += 1;
  counts.set(key, known);
}

const keyOf = ({ jail, ip }: { readonly jail: string; readonly ip: string }): string => JSON.stringify([jail, ip]);

/** Whether the address was banned already when it failed. */
function isBanned({ live }: State, { jail, ip, time }: Of<'found'>): boolean {
  const during = ({ ban, until }: ReplayedBan) => ban.time < time && (until === null || time <= until);
  const own = live.get(keyOf({ jail, ip }));
  if (own) return during(own);
  const address = ip.includes(':') ? parseCidr(ip) : undefined;
  if (!address) return false;
  return [...live.values()].some((one) => one.ban.jail === jail && during(one) && covers(one.ban.ip, address));
}

const covers = (ban: string, address: Cidr): boolean => {
  const range = parseCidr(ban);
  return range !== undefined && contains(range, address);
};

function begin(state: State, ban: Of<'ban'>): void {
  const [file, number] = state.lastFound.split(':').map(Number);
  const found = state.lines.find((candidate) => candidate.line === number && candidate.file === file);
  const line = found && { ...found, text: ownText(found.text) };
  const replayed: ReplayedBan = { ban, line, until: ban.until, lifted: undefined };
  state.bans.push(replayed);
  state.live.set(keyOf(ban), replayed);
}

function prolong(state: State, event: Of<'prolong'>): void {
  const replayed = state.live.get(keyOf(event));
  if (replayed) replayed.until = event.until;
}

function end(state: State, { time, reason, ...event }: Of<'unban'>): void {
  const replayed = state.live.get(keyOf(event));
  if (replayed) replayed.lifted = { time, reason };
  state.live.delete(keyOf(event));
  state.unbans += 1;
}
