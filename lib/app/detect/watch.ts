import { createProtection, type Protection } from '../../core/protect';
import type { LogLine } from '../../core/record';
import type { Jail, Ruleset, Seconds } from '../../core/ruleset';
import { sharedDateFinders } from '../../detect/dates/find';
import { createMatcher, type Matcher } from '../../detect/matcher';
import { type Resolve, withResolvedNames } from '../names';
import { type Sieve, sieveOf } from './sieve';

/** A jail made ready to watch a log group. */
export interface Watch {
  readonly jail: Jail;
  readonly protection: Protection;
  /** The matcher for this kind of line: text of a file, or a record of the journal. */
  readonly matcherFor: (line: LogLine) => Matcher;
}

/** The jails of a log group, and which of them a record can matter to. */
export interface WatchedGroup {
  readonly watches: readonly Watch[];
  readonly sieve: Sieve;
}

/** Which jails watch which log group, with `ignoreip` names as they resolve now. */
export type Watches = (logGroup: string, clock: Seconds) => Promise<WatchedGroup>;

const NOBODY: WatchedGroup = { watches: [], sieve: { mayMatter: () => false, halves: [] } };

/** As long as fail2ban keeps the addresses of a name. */
const NAMES_LIFE: Seconds = 300;

/** Matchers are made once; host names of `ignoreip` are resolved anew every five minutes. */
export function createWatches(ruleset: Ruleset, resolve: Resolve): Watches {
  const finderOf = sharedDateFinders();
  const matchers = new Map(ruleset.jails.map((jail) => [jail.name, matcherOf(jail, finderOf)] as const));
  let watches: ReadonlyMap<string, WatchedGroup> = new Map();
  let renewAt = Number.NEGATIVE_INFINITY;
  return async (logGroup, clock) => {
    if (clock >= renewAt) {
      const resolved = await withResolvedNames(ruleset, resolve);
      watches = watchesOf(resolved, matchers);
      renewAt = resolved === ruleset ? Number.POSITIVE_INFINITY : clock + NAMES_LIFE;
    }
    return watches.get(logGroup) ?? NOBODY;
  };
}

type MatcherFor = Watch['matcherFor'];

function watchesOf(ruleset: Ruleset, matchers: ReadonlyMap<string, MatcherFor>): Map<string, WatchedGroup> {
  const byGroup = new Map<string, Watch[]>();
  for (const jail of ruleset.jails) {
    const matcherFor = matchers.get(jail.name);
    if (jail.countsBans || !matcherFor) continue;
    const watch = { jail, matcherFor, protection: createProtection({ ...jail, self: ruleset.protect }) };
    for (const group of jail.loggroup) byGroup.set(group, [...(byGroup.get(group) ?? []), watch]);
  }
  return new Map([...byGroup].map(([group, watches]) => [group, groupOf(watches)]));
}

const groupOf = (watches: readonly Watch[]): WatchedGroup => ({
  watches,
  sieve: sieveOf(watches.map(({ jail }) => jail)),
});

function matcherOf(jail: Jail, finderOf: ReturnType<typeof sharedDateFinders>): MatcherFor {
  const { usedns, logtimezone, ambiguity } = jail;
  const options = { usedns, logtimezone, ambiguity, timeRule: { kind: 'event' }, finderOf, tells: 'offender' } as const;
  const text = createMatcher(jail.rules, options);
  const journal = jail.journalRules ? createMatcher(jail.journalRules, options) : text;
  return (line) => (line.fields ? journal : text);
}
