import type { LineVerdict } from '../core/finding';
import { LONGEST_LINE, type LogLine } from '../core/record';
import type { FilterRules, Usedns } from '../core/ruleset';
import { RegexDeadlineError } from '../regex/error';
import { isWide } from '../regex/subject';
import type { DateSpan } from './dates/find';
import { satisfiesJournalmatch } from './journal-match';
import { type Judging, judge } from './judge';
import { divide, joined } from './line-buffer';
import { createLineClock, type TimeOptions } from './line-time';
import { ALL_GROUPS, OFFENDER_GROUPS } from './offender-groups';
import { coverOf, matchesAny, prepare } from './prepared';
import { searchLine } from './search';
import type { StreamState } from './stream-state';

export { createStreamState, type StreamState } from './stream-state';

export interface MatcherOptions extends TimeOptions {
  readonly usedns: Usedns;
  readonly ambiguity: 'drop' | 'keep';
  /** What a finding tells: all of the line and its session, or only who failed (then it has no matches). @default 'all' */
  readonly tells?: 'all' | 'offender';
}

/** Lines to failures, as fail2ban decides. It holds nothing of a stream: that is in the `StreamState`. */
export interface Matcher {
  /** What the next line of the stream means. Lines of a stream are given in order. */
  match(line: LogLine, state: StreamState): LineVerdict;
  /** Whether a line's meaning can depend on lines before it. */
  readonly usesSessions: boolean;
}

const MISSED: LineVerdict = { kind: 'missed' };
const IGNORED: LineVerdict = { kind: 'ignored' };

export function createMatcher(rules: FilterRules, options: MatcherOptions): Matcher {
  const { tells = 'all' } = options;
  const jail: Jail = {
    ...options,
    rules,
    prepared: prepare(rules, tells === 'all' ? ALL_GROUPS : OFFENDER_GROUPS),
    tellsAll: tells === 'all',
    linesOf: tells === 'all' ? (line) => [line] : () => NO_LINES,
    clock: createLineClock(rules, options),
  };
  return {
    match: stoppable(rules)
      ? (line, state) => matchInTime(jail, line, state)
      : (line, state) => matchLine(jail, line, state),
    usesSessions:
      rules.maxlines > 1 || [rules.prefregex, ...rules.failregex].some((regex) => regex && 'mlfid' in regex.groups),
  };
}

interface Jail extends Judging {
  readonly rules: FilterRules;
  /** What of a line is told as a match. */
  readonly linesOf: (line: string) => readonly string[];
}

const NO_LINES: readonly string[] = [];

const stoppable = ({ prefregex, failregex, ignoreregex }: FilterRules): boolean =>
  [prefregex, ...failregex, ...ignoreregex].some((regex) => regex?.verdict === 'deadline');

/** A line on which a search had to be stopped is missed: it took its time on purpose, and takes no more of it. */
function matchInTime(jail: Jail, line: LogLine, state: StreamState): LineVerdict {
  try {
    return matchLine(jail, line, state);
  } catch (error) {
    if (!(error instanceof RegexDeadlineError)) throw error;
    state.stopped++;
    return MISSED;
  }
}

function matchLine(jail: Jail, line: LogLine, state: StreamState): LineVerdict {
  if (line.fields && !satisfiesJournalmatch(jail.rules.journalmatch, line.fields)) return MISSED;
  const whole = line.text.length > LONGEST_LINE ? shortened(line, state) : line;
  const wide = isWide(whole.text);
  const span = jail.clock.find(whole, wide, state);
  const text = span ? withoutDate(whole.text, span) : whole.text;
  if (jail.rules.maxlines > 1) return matchBuffer(jail, { line: whole, span, text }, state);
  const match = searchLine(jail.prepared, text, wide);
  if (match === null) return MISSED;
  if (match === 'ignored' || isIgnored(jail, match.line)) return IGNORED;
  return judge(jail, { line: whole, span, text, lines: jail.linesOf(whole.text), match }, state);
}

/** Most dates stand at the beginning: what is left is then a piece of the line. */
const withoutDate = (text: string, { start, end }: DateSpan): string =>
  start === 0 ? text.slice(end) : text.slice(0, start) + text.slice(end);

const isIgnored = ({ prepared: { ignoreregex } }: Jail, line: string): boolean =>
  ignoreregex.length > 0 && matchesAny(ignoreregex, `${line}\n`);

function shortened(line: LogLine, state: StreamState): LogLine {
  state.truncated++;
  return { ...line, text: line.text.slice(0, LONGEST_LINE) };
}

interface CutLine {
  readonly line: LogLine;
  readonly span: DateSpan | undefined;
  readonly text: string;
}

/** The last `maxlines` lines are searched as one text; lines a match covers leave the buffer. */
function matchBuffer(jail: Jail, { line: whole, span, text: last }: CutLine, state: StreamState): LineVerdict {
  const buffer = [...state.buffer, { whole: whole.text, text: last }].slice(-jail.rules.maxlines);
  state.buffer = buffer;
  const text = joined(buffer);
  const match = searchLine(jail.prepared, text, isWide(text));
  if (match === null) return MISSED;
  if (match === 'ignored') return IGNORED;
  const { matched, unmatched } = divide(buffer, `${match.line}\n`, coverOf(jail.prepared, match));
  state.buffer = unmatched;
  if (isIgnored(jail, joined(matched))) return IGNORED;
  const lines = matched.flatMap((each) => jail.linesOf(each.whole));
  return judge(jail, { line: whole, span, text, lines, match }, state);
}
