import { resolveFilter } from '../../../config/filter';
import { parseSpec } from '../../../config/spec';
import type { ConfigTree } from '../../../config/tree';
import { type Cidr, contains, formatIp, parseAddress, widthOf } from '../../../core/address';
import type { LogLine } from '../../../core/record';
import type { Jail, Seconds } from '../../../core/ruleset';
import { createMatcher, createStreamState, type Matcher, type StreamState } from '../../../detect/matcher';
import { readLine } from '../../../sources/journald';
import type { TimedLine } from '../merge';

/** A login that succeeded. */
export interface Login {
  readonly time: Seconds;
  /** Who, as the daemon says; empty: it does not. */
  readonly user: string;
  readonly file: number;
  readonly line: number;
}

/** Who logged in, by the expressions of `success.d`. */
export interface Logins {
  readonly take: (lines: readonly TimedLine[]) => void;
  /** The first login from this range after `time`. */
  readonly after: (range: Cidr, time: Seconds) => Login | undefined;
  /** How many there are after `time`. */
  readonly countAfter: (range: Cidr, time: Seconds) => number;
  /** Filters of these jails that `success.d` says nothing of: their logins are not seen. */
  readonly unseen: readonly string[];
}

/** @param jailsOf the jails that watch each file, of all configurations that are compared. */
export function createLogins(tree: ConfigTree, jailsOf: readonly (readonly Jail[])[]): Logins {
  const seen = new Map<string, Login[]>();
  const readers = jailsOf.map((jails) => readersOf(tree, jails));
  const filters = new Set(jailsOf.flat().map(filterOf));
  const from = (range: Cidr): readonly Login[] => {
    if (range.prefix === widthOf(range.family)) return seen.get(formatIp(range)) ?? [];
    return [...seen].filter(([ip]) => isIn(range, ip)).flatMap(([, logins]) => logins);
  };
  return {
    take: (lines) => {
      for (const line of lines) takeLine(readers[line.file] ?? [], line, seen);
    },
    after: (range, time) =>
      from(range)
        .filter((login) => login.time > time)
        .sort((a, b) => a.time - b.time)[0],
    countAfter: (range, time) => from(range).filter((login) => login.time > time).length,
    unseen: [...filters].filter((name) => tree.read(`success.d/${name}.conf`) === undefined).sort(),
  };
}

const filterOf = ({ filter }: Jail): string => {
  const parsed = parseSpec(filter);
  return parsed.kind === 'spec' ? parsed.spec.name : filter;
};

const isIn = (range: Cidr, ip: string): boolean => {
  const address = parseAddress(ip);
  return address !== undefined && contains(range, address);
};

interface Reader {
  readonly matcherFor: (line: LogLine) => Matcher;
  readonly state: StreamState;
}

/** One reader a filter, however many jails use it. */
function readersOf(tree: ConfigTree, jails: readonly Jail[]): readonly Reader[] {
  const specs = new Map(jails.map((jail) => [`${filterOf(jail)} ${jail.rules.logtype}`, jail]));
  return [...specs.values()].flatMap((jail) => {
    const name = filterOf(jail);
    if (tree.read(`success.d/${name}.conf`) === undefined) return [];
    const matcher = (logtype: string) => {
      const { rules } = resolveFilter(tree, `success.d/${name}[logtype=${logtype}]`);
      return createMatcher(rules, {
        ...{ usedns: 'raw', logtimezone: jail.logtimezone, ambiguity: 'drop', timeRule: { kind: 'event' } },
      });
    };
    const text = matcher(jail.rules.logtype);
    const journal = matcher('journal');
    return [{ matcherFor: (line: LogLine) => (line.fields ? journal : text), state: createStreamState() }];
  });
}

/** A line in which a second address could have been meant is not believed. */
function takeLine(readers: readonly Reader[], timed: TimedLine, seen: Map<string, Login[]>): void {
  if (readers.length === 0) return;
  const { time, file, line: number } = timed;
  const line = readLine({ timestamp: time * 1000, message: timed.text });
  for (const { matcherFor, state } of readers) {
    const verdict = matcherFor(line).match(line, state);
    if (verdict.kind !== 'failure' || verdict.finding.ambiguous) continue;
    const { id, groups } = verdict.finding;
    const address = parseAddress(id);
    if (!address) continue;
    const ip = formatIp(address);
    const logins = seen.get(ip) ?? [];
    logins.push({ time, user: groups.user ?? '', file, line: number });
    seen.set(ip, logins);
  }
}
