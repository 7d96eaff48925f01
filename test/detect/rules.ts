import { expandTags } from '../../lib/config/tags';
import type { LineVerdict } from '../../lib/core/finding';
import type { LogLine } from '../../lib/core/record';
import type { FilterRules, Usedns } from '../../lib/core/ruleset';
import { compileDatepattern } from '../../lib/detect/dates/compile';
import { createMatcher, createStreamState, type MatcherOptions } from '../../lib/detect/matcher';
import { translate } from '../../lib/regex/translate';

/** A small filter as an administrator would write it. */
export interface FilterText {
  readonly failregex: readonly string[];
  readonly prefregex?: string;
  readonly ignoreregex?: readonly string[];
  readonly datepattern?: string;
  readonly maxlines?: number;
  readonly journalmatch?: readonly (readonly string[])[];
  readonly usedns?: Usedns;
}

export function rulesOf(filter: FilterText): FilterRules {
  const { maxlines = 1, usedns = 'warn', prefregex } = filter;
  const compile = (text: string, multiline = false) => translate(expandTags(text, usedns), { multiline });
  return {
    prefregex: prefregex === undefined ? null : compile(prefregex),
    failregex: filter.failregex.map((text) => compile(text, maxlines > 1)),
    ignoreregex: (filter.ignoreregex ?? []).map((text) => compile(text)),
    maxlines,
    dates: compileDatepattern(filter.datepattern ?? '{NONE}'),
    logtype: 'file',
    journalmatch: filter.journalmatch ?? [],
  };
}

export const OPTIONS: MatcherOptions = {
  usedns: 'warn',
  logtimezone: null,
  timeRule: { kind: 'event' },
  ambiguity: 'keep',
};

export const at = (text: string, timestamp = 1000, fields: LogLine['fields'] = null): LogLine => ({
  text,
  timestamp,
  fields,
});

/** Reads the lines of one stream one after the other. */
export function readerOf(filter: FilterText, options: Partial<MatcherOptions> = {}) {
  const matcher = createMatcher(rulesOf(filter), { ...OPTIONS, usedns: filter.usedns ?? 'warn', ...options });
  const state = createStreamState();
  const read = (line: string | LogLine): LineVerdict =>
    matcher.match(typeof line === 'string' ? at(line) : line, state);
  return { read, state, matcher };
}

/** The finding of a verdict; an error when the line was no failure. */
export function findingOf(verdict: LineVerdict) {
  if (verdict.kind !== 'failure') throw new Error(`the line is ${verdict.kind}, no failure`);
  return verdict.finding;
}
