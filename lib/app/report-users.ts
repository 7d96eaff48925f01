import type { FilterRules, Jail } from '../core/ruleset';
import { createMatcher, createStreamState, type Matcher, type StreamState } from '../detect/matcher';

/** Groups a filter may hold a user name in: `<F-USER>`, `<F-ALT_USER>`, `<F-ALT_USER1>` and so on. */
const USER_GROUP = /^(?:alt_)?user\w*$/;

/**
 * The users that a jail's filter captures in some of its lines, for the mask of `action_mwl`. The filter itself is asked,
 * line by line as it would be when detecting, so that whatever it can tell is masked.
 * @param lines as their source gives them (`LogLine.text`), in order.
 */
export function usersIn(jail: Jail, lines: readonly string[]): readonly string[] {
  const users = new Set<string>();
  for (const matcher of matchersOf(jail)) collect(matcher, lines, users);
  return [...users];
}

const made = new WeakMap<Jail, readonly Matcher[]>();

function matchersOf(jail: Jail): readonly Matcher[] {
  const known = made.get(jail);
  if (known) return known;
  const options = {
    usedns: jail.usedns,
    logtimezone: jail.logtimezone,
    ambiguity: 'keep',
    timeRule: { kind: 'event' },
  } as const;
  const kinds: readonly (FilterRules | undefined)[] = [jail.rules, jail.journalRules];
  const matchers = kinds.flatMap((rules) => (rules ? [createMatcher(rules, options)] : []));
  made.set(jail, matchers);
  return matchers;
}

function collect(matcher: Matcher, lines: readonly string[], users: Set<string>): void {
  const state = createStreamState();
  for (const text of lines) {
    const verdict = matcher.match({ text, timestamp: 0, fields: null }, state);
    if (verdict.kind === 'failure') {
      addFrom(verdict.finding.groups, users);
      for (const user of verdict.finding.users) users.add(user);
    } else if (verdict.kind === 'session') addFromSessions(state, users);
  }
}

function addFromSessions({ sessions }: StreamState, users: Set<string>): void {
  for (const session of sessions.values()) {
    addFrom(session.groups, users);
    for (const user of session.users) users.add(user);
  }
}

function addFrom(groups: Readonly<Record<string, string | undefined>>, users: Set<string>): void {
  for (const [name, value] of Object.entries(groups))
    if (value !== undefined && USER_GROUP.test(name)) users.add(value);
}
