import type { Jail, Seconds } from '../../../core/ruleset';
import { createMatcher, createStreamState } from '../../../detect/matcher';

/** A failregex of a jail. */
export interface MatchedRule {
  readonly index: number;
  readonly source: string;
}

/** The failregex that the last of these lines matches, read in their order as one stream; null: none does. */
export function ruleOf(jail: Jail, lines: readonly string[], time: Seconds): MatchedRule | null {
  const { usedns, logtimezone, rules } = jail;
  const matcher = createMatcher(rules, { usedns, logtimezone, ambiguity: 'keep', timeRule: { kind: 'event' } });
  const state = createStreamState();
  let index: number | undefined;
  for (const text of lines) {
    const verdict = matcher.match({ text, timestamp: time, fields: null }, state);
    if (verdict.kind === 'failure') index = verdict.finding.regex;
  }
  return index === undefined ? null : { index, source: rules.failregex[index]?.source ?? '' };
}
