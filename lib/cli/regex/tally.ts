import type { Finding, LineVerdict } from '../../core/finding';
import { LONGEST_LINE, type LogLine } from '../../core/record';
import type { FilterRules } from '../../core/ruleset';
import { createDateFinder } from '../../detect/dates/find';
import { type Pattern, toPattern } from '../../detect/pattern';
import { matchesAny } from '../../detect/prepared';
import type { RegexOptions } from './options';

export type LineKind = 'matched' | 'ignored' | 'missed';

/** What a report tells of a run. */
export interface Tally {
  readonly lines: Record<LineKind, number>;
  /** The lines to be shown; no more than the report may print. */
  readonly shown: Record<LineKind, string[]>;
  readonly prefregex: { hits: number };
  readonly failregex: { hits: number; readonly findings: Finding[] }[];
  readonly ignoreregex: { hits: number }[];
  readonly dates: { hits: number }[];
  add(line: LogLine, verdict: LineVerdict): void;
}

/** More lines of a kind than this are counted, not printed, unless all are asked for. */
export const SHOWN_LINES = 20;

/** A line that only feeds a session counts as ignored, as fail2ban-regex counts it. */
const KINDS: Readonly<Record<LineVerdict['kind'], LineKind>> = {
  failure: 'matched',
  ignored: 'ignored',
  session: 'ignored',
  missed: 'missed',
};

export function createTally(rules: FilterRules, options: Pick<RegexOptions, 'print' | 'verbose'>): Tally {
  const dates = createDateFinder(rules.dates ?? []);
  const prefregex = rules.prefregex && toPattern(rules.prefregex);
  const ignoreregex = rules.ignoreregex.map(toPattern);
  const tally: Tally = {
    lines: { matched: 0, ignored: 0, missed: 0 },
    shown: { matched: [], ignored: [], missed: [] },
    prefregex: { hits: 0 },
    failregex: rules.failregex.map(() => ({ hits: 0, findings: [] })),
    ignoreregex: rules.ignoreregex.map(() => ({ hits: 0 })),
    dates: (rules.dates ?? []).map(() => ({ hits: 0 })),
    add,
  };
  return tally;

  function add(line: LogLine, verdict: LineVerdict): void {
    const kind = KINDS[verdict.kind];
    tally.lines[kind]++;
    const room = options.print[kind] === 'all' ? Number.POSITIVE_INFINITY : SHOWN_LINES;
    if (options.print[kind] !== 'none' && tally.shown[kind].length < room) tally.shown[kind].push(line.text);
    if (verdict.kind === 'failure') addFinding(verdict.finding);
    countPatterns(line.text, verdict);
  }

  function addFinding(finding: Finding): void {
    const regex = tally.failregex[finding.regex];
    if (regex) regex.hits++;
    if (options.verbose > 0) regex?.findings.push(finding);
    if (rules.maxlines <= 1) return;
    // Lines of a multi-line match were missed when they came.
    for (const earlier of finding.matches.slice(0, -1)) {
      const at = tally.shown.missed.indexOf(earlier);
      if (at >= 0) tally.shown.missed.splice(at, 1);
      tally.lines.missed--;
      tally.lines.matched++;
    }
  }

  /** The matcher tells only what a line means; what the report also counts is searched again, in as much of the line. */
  function countPatterns(whole: string, verdict: LineVerdict): void {
    const text = whole.slice(0, LONGEST_LINE);
    const span = dates.find(text);
    const found = span && tally.dates[span.template];
    if (found) found.hits++;
    const cut = span ? text.slice(0, span.start) + text.slice(span.end) : text;
    if (prefregex && matchesAny([prefregex], `${cut}\n`)) tally.prefregex.hits++;
    if (verdict.kind === 'ignored') countHit(ignoreregex, `${cut}\n`);
  }

  function countHit(patterns: readonly Pattern[], text: string): void {
    const hit = tally.ignoreregex[patterns.findIndex((pattern) => matchesAny([pattern], text))];
    if (hit) hit.hits++;
  }
}
