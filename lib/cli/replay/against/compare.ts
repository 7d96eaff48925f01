import { parseCidr } from '../../../core/address';
import type { Seconds } from '../../../core/ruleset';
import type { ReplayedBan } from '../outcome';
import type { Played } from '../play';
import type { LineChanges } from './lines';
import type { Login, Logins } from './logins';

/** What one configuration made of the log. */
export interface Side {
  readonly bans: number;
  /** Addresses banned at any time. */
  readonly addresses: number;
  /** Failures of addresses while they were banned. */
  readonly stopped: number;
  /** Failures that came through. */
  readonly through: number;
  /** Banned addresses that logged in later. */
  readonly loggedIn: number;
}

/** An address that logged in after it was banned. */
export interface LoggedIn {
  readonly jail: string;
  readonly ip: string;
  readonly banned: Seconds;
  readonly login: Login;
  /** Logins after the ban. */
  readonly logins: number;
  readonly under: 'before' | 'after' | 'both';
}

export interface Comparison {
  readonly before: Side;
  readonly after: Side;
  /** The first ban of each (jail, address) that only the changed configuration bans. */
  readonly gained: readonly ReplayedBan[];
  /** And of each that only the present one bans. */
  readonly lost: readonly ReplayedBan[];
  /** Banned by both. */
  readonly kept: number;
  /** Of these, banned by an earlier failure now; by a later one. */
  readonly sooner: number;
  readonly later: number;
  readonly loggedIn: readonly LoggedIn[];
  /** undefined: no setting changes what is found in a line. */
  readonly lines?: LineChanges | undefined;
}

type Bans = ReadonlyMap<string, ReplayedBan>;

/** Compares the same log under two configurations. */
export function compare(before: Played, after: Played, logins: Logins): Comparison {
  const [old, now] = [firstBans(before), firstBans(after)];
  const both = [...now].flatMap(([key, ban]) => {
    const earlier = old.get(key);
    return earlier ? [{ earlier, ban }] : [];
  });
  const loggedIn = loggedInLater(old, now, logins);
  return {
    before: sideOf(before, loggedIn, 'before'),
    after: sideOf(after, loggedIn, 'after'),
    gained: missingIn(old, now),
    lost: missingIn(now, old),
    kept: both.length,
    sooner: both.filter(({ earlier, ban }) => ban.ban.time < earlier.ban.time).length,
    later: both.filter(({ earlier, ban }) => ban.ban.time > earlier.ban.time).length,
    loggedIn,
  };
}

const keyOf = ({ ban }: ReplayedBan): string => JSON.stringify([ban.jail, ban.ip]);

/** The first ban of each (jail, address), in the order they were made. */
function firstBans({ outcome }: Played): Bans {
  const first = new Map<string, ReplayedBan>();
  for (const ban of outcome.bans) if (!first.has(keyOf(ban))) first.set(keyOf(ban), ban);
  return first;
}

const missingIn = (these: Bans, those: Bans): readonly ReplayedBan[] =>
  [...those].filter(([key]) => !these.has(key)).map(([, ban]) => ban);

function sideOf({ outcome }: Played, loggedIn: readonly LoggedIn[], side: 'before' | 'after'): Side {
  const failures = [...outcome.offenders.values()].reduce((sum, offender) => sum + offender.failures, 0);
  const mine = loggedIn.filter(({ under }) => under === 'both' || under === side);
  return {
    bans: outcome.bans.length,
    addresses: new Set(outcome.bans.map(({ ban }) => ban.ip)).size,
    stopped: outcome.stopped,
    through: failures - outcome.stopped,
    loggedIn: new Set(mine.map(({ ip }) => ip)).size,
  };
}

function loggedInLater(before: Bans, after: Bans, logins: Logins): readonly LoggedIn[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys
    .flatMap((key) => {
      const [old, now] = [before.get(key), after.get(key)].map((ban) => ban && loginAfter(ban, logins));
      const later = now ?? old;
      if (!later) return [];
      return [{ ...later, under: old && now ? 'both' : now ? 'after' : 'before' } as const];
    })
    .sort((a, b) => a.banned - b.banned);
}

function loginAfter({ ban }: ReplayedBan, logins: Logins): Omit<LoggedIn, 'under'> | undefined {
  const range = parseCidr(ban.ip);
  const login = range && logins.after(range, ban.time);
  if (!range || !login) return undefined;
  return { jail: ban.jail, ip: ban.ip, banned: ban.time, login, logins: logins.countAfter(range, ban.time) };
}
