import type { Finding, LineVerdict } from '../core/finding';
import type { LogLine } from '../core/record';
import type { FilterRules, Usedns } from '../core/ruleset';
import { RegexDeadlineError } from '../regex/error';
import { isAmbiguous } from './ambiguity';
import type { DateSpan } from './dates/find';
import { type Offender, offenderOf } from './failure';
import { satisfiesJournalmatch } from './journal-match';
import { type BufferedLine, type Divided, divide, joined } from './line-buffer';
import { createLineClock, type LineClock, type TimeRule } from './line-time';
import type { Groups } from './pattern';
import { type Match, matchesAny, mergedGroups, type Prepared, prepare } from './prepared';
import { searchLine } from './search';
import { mergeIntoSession } from './session';
import type { StreamState } from './stream-state';

export type { TimeRule } from './line-time';
export { createStreamState, type StreamState } from './stream-state';

export interface MatcherOptions {
  readonly usedns: Usedns;
  readonly logtimezone: string | null;
  readonly timeRule: TimeRule;
  readonly ambiguity: 'drop' | 'keep';
}

/** Lines to failures, as fail2ban decides. It holds nothing of a stream: that is in the `StreamState`. */
export interface Matcher {
  /** What the next line of the stream means. Lines of a stream are given in order. */
  match(line: LogLine, state: StreamState): LineVerdict;
  /** Whether a line's meaning can depend on lines before it. */
  readonly usesSessions: boolean;
}

/** A line longer than this is cut: no honest one is, and the time of a match grows with it. UTF-16 units. */
const LONGEST_LINE = 65_536;

const MISSED: LineVerdict = { kind: 'missed' };
const IGNORED: LineVerdict = { kind: 'ignored' };
const SESSION: LineVerdict = { kind: 'session' };

export function createMatcher(rules: FilterRules, options: MatcherOptions): Matcher {
  const jail: Jail = {
    ...options,
    rules,
    prepared: prepare(rules),
    clock: createLineClock(rules, options),
  };
  return {
    match: (line, state) => matchInTime(jail, line, state),
    usesSessions:
      rules.maxlines > 1 || [rules.prefregex, ...rules.failregex].some((regex) => regex && 'mlfid' in regex.groups),
  };
}

interface Jail extends MatcherOptions {
  readonly rules: FilterRules;
  readonly prepared: Prepared;
  readonly clock: LineClock;
}

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
  const span = jail.clock.find(whole, state);
  const text = span ? whole.text.slice(0, span.start) + whole.text.slice(span.end) : whole.text;
  if (jail.rules.maxlines > 1) return matchBuffer(jail, { line: whole, span, text }, state);
  const body = `${text}\n`;
  const match = searchLine(jail.prepared, body);
  if (match === null) return MISSED;
  if (match === 'ignored') return IGNORED;
  const lines = [{ whole: whole.text, text }];
  return judge(jail, { line: whole, span, text: body, lines, match }, state);
}

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
function matchBuffer(jail: Jail, { line, span, text }: CutLine, state: StreamState): LineVerdict {
  const lines = [...state.buffer, { whole: line.text, text }].slice(-jail.rules.maxlines);
  state.buffer = lines;
  const body = joined(lines);
  const match = searchLine(jail.prepared, body);
  if (match === null) return MISSED;
  if (match === 'ignored') return IGNORED;
  return judge(jail, { line, span, text: body, lines, match }, state);
}

/** A line, or a buffer of lines, that a failregex matched. */
interface Matched {
  readonly line: LogLine;
  readonly span: DateSpan | undefined;
  readonly text: string;
  readonly lines: readonly BufferedLine[];
  readonly match: Match;
}

function judge(jail: Jail, matched: Matched, state: StreamState): LineVerdict {
  const { prepared, rules } = jail;
  const { lines, match } = matched;
  const several = rules.maxlines > 1;
  const divided = several ? dividedBy(prepared, lines, match) : { matched: lines, unmatched: [] };
  if (several) state.buffer = divided.unmatched;
  if (
    prepared.ignoreregex.length > 0 &&
    matchesAny(prepared.ignoreregex, several ? joined(divided.matched) : match.body)
  ) {
    return IGNORED;
  }
  const time = jail.clock.timeOf(matched.line, matched.span, state);
  const groups = mergedGroups(prepared, match);
  return groups.mlfid === undefined
    ? single(jail, matched, { groups, divided, time, state })
    : inSession(jail, matched, { groups, divided, time, state });
}

function dividedBy(prepared: Prepared, lines: readonly BufferedLine[], { regex, hit, body }: Match): Divided {
  const pattern = prepared.failregex[regex];
  if (!pattern) return { matched: lines, unmatched: [] };
  return divide(lines, body, { index: hit.index, end: pattern.endOf(hit), groups: pattern.groups(hit) });
}

interface Circumstances {
  readonly groups: Groups;
  readonly divided: Divided;
  readonly time: number;
  readonly state: StreamState;
}

/** A line that speaks for itself. Without anything to ban, the filter is wrong about it: the next failregexes are asked. */
function single(jail: Jail, matched: Matched, circumstances: Circumstances): LineVerdict {
  const { groups, divided, state } = circumstances;
  if (groups.nofail) return SESSION;
  const offender = offenderOf(groups, jail.usedns);
  if (offender.kind === 'name') return MISSED;
  if (offender.kind === 'known') {
    const matches = divided.matched.map(({ whole }) => whole);
    return { kind: 'failure', finding: toFinding(jail, matched, { ...circumstances, offender, users: [], matches }) };
  }
  const next = searchLine(jail.prepared, matched.text, matched.match.regex + 1);
  return next === null || next === 'ignored' ? MISSED : judge(jail, { ...matched, match: next }, state);
}

function inSession(jail: Jail, matched: Matched, circumstances: Circumstances): LineVerdict {
  const { groups, divided, time, state } = circumstances;
  const lines = divided.matched.map(({ whole }) => whole);
  const { session, known } = mergeIntoSession(state.sessions, { groups, mlfid: groups.mlfid ?? '', lines, time });
  const offender: Offender = session.groups.nofail ? { kind: 'unknown' } : offenderOf(session.groups, jail.usedns);
  if (offender.kind === 'known') {
    const { matches, users } = session;
    const merged = {
      ...circumstances,
      groups: Object.assign(Object.create(null), session.groups),
      offender,
      users: [...users],
      matches: [...matches],
    };
    return { kind: 'failure', finding: toFinding(jail, matched, merged) };
  }
  if (!known) state.sought = true;
  if (offender.kind === 'unknown' && !session.groups.nofail) session.pending = true;
  return SESSION;
}

interface Told extends Circumstances {
  readonly offender: Extract<Offender, { kind: 'known' }>;
  readonly users: readonly string[];
  readonly matches: readonly string[];
}

function toFinding(jail: Jail, { text, match }: Matched, told: Told): Finding {
  const { id, as, cidr } = told.offender;
  return {
    id,
    kind: as,
    cidr,
    time: told.time,
    regex: match.regex,
    groups: told.groups,
    users: told.users,
    attempts: told.matches.length,
    matches: told.matches,
    ambiguous: jail.ambiguity === 'drop' && isAmbiguous(jail.prepared, text, id),
  };
}
