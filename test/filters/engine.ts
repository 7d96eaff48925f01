import { resolveFilter } from '../../lib/config/filter';
import { openTree } from '../../lib/config/tree';
import type { LineVerdict } from '../../lib/core/finding';
import type { FilterRules } from '../../lib/core/ruleset';
import { createMatcher, createStreamState } from '../../lib/detect/matcher';

/** 19 November 2026, 00:00 UTC: the clock of every sample, a day after its lines. */
export const NOW = Date.UTC(2026, 10, 19) / 1000;

const tree = openTree(undefined);

const resolved = new Map<string, FilterRules>();

/** A shipped filter's rules. @throws when it has a problem. */
export function rulesOf(spec: string): FilterRules {
  const rules = resolved.get(spec) ?? resolve(spec);
  resolved.set(spec, rules);
  return rules;
}

function resolve(spec: string): FilterRules {
  const { rules, problems } = resolveFilter(tree, spec);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return rules;
}

/**
 * What a stream of lines means to a filter, as a jail of ours reads it: the ambiguity guard is on, names are not resolved.
 * The functions read only the groups that say who failed, so every line is read that way, too.
 * @throws when the two readings do not charge the same line to the same offender.
 */
export function reader(rules: FilterRules): (text: string) => LineVerdict {
  const whole = streamOf(rules, 'all');
  const deployed = streamOf(rules, 'offender');
  return (text) => {
    const verdict = whole(text);
    const other = deployed(text);
    if (charged(verdict) !== charged(other)) {
      throw new Error(`read as ${charged(verdict)}, by the functions as ${charged(other)}: ${JSON.stringify(text)}`);
    }
    return verdict;
  };
}

function streamOf(rules: FilterRules, tells: 'all' | 'offender'): (text: string) => LineVerdict {
  const timeRule = { kind: 'file', zone: 'UTC', now: NOW } as const;
  const matcher = createMatcher(rules, { usedns: 'warn', logtimezone: null, timeRule, ambiguity: 'drop', tells });
  const state = createStreamState();
  return (text) => matcher.match({ text, timestamp: NOW, fields: null }, state);
}

/** What a verdict charges to whom, as one text. */
function charged(verdict: LineVerdict): string {
  if (verdict.kind !== 'failure') return verdict.kind;
  const { id, kind, cidr, time, regex, ambiguous } = verdict.finding;
  return JSON.stringify([id, kind, cidr, time, regex, ambiguous]);
}
