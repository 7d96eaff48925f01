import { createProtection, type Protection } from '../../core/protect';
import type { LogLine } from '../../core/record';
import type { Jail, Ruleset } from '../../core/ruleset';
import { createMatcher, type Matcher } from '../../detect/matcher';

/** A jail made ready to watch a log group. */
export interface Watch {
  readonly jail: Jail;
  readonly protection: Protection;
  /** The matcher for this kind of line: text of a file, or a record of the journal. */
  readonly matcherFor: (line: LogLine) => Matcher;
  readonly usesSessions: boolean;
}

/** Which jails watch which log group; matchers are made at the first line that needs them. */
export function createWatches(ruleset: Ruleset): (logGroup: string) => readonly Watch[] {
  const byGroup = new Map<string, Watch[]>();
  for (const jail of ruleset.jails) {
    if (jail.countsBans) continue;
    const watch = createWatch(jail, ruleset);
    for (const group of jail.loggroup) byGroup.set(group, [...(byGroup.get(group) ?? []), watch]);
  }
  return (logGroup) => byGroup.get(logGroup) ?? [];
}

function createWatch(jail: Jail, ruleset: Ruleset): Watch {
  const { usedns, logtimezone, ambiguity } = jail;
  const options = { usedns, logtimezone, ambiguity, timeRule: { kind: 'event' } as const };
  const text = createMatcher(jail.rules, options);
  const journal = jail.journalRules ? createMatcher(jail.journalRules, options) : text;
  return {
    jail,
    protection: createProtection({ ...jail, self: ruleset.protect }),
    matcherFor: (line) => (line.fields ? journal : text),
    usesSessions: text.usesSessions || journal.usesSessions,
  };
}
