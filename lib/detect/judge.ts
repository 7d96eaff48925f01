import type { Finding, LineVerdict } from '../core/finding';
import type { LogLine } from '../core/record';
import type { Usedns } from '../core/ruleset';
import { isAmbiguous } from './ambiguity';
import type { DateSpan } from './dates/find';
import { type Offender, offenderOf } from './failure';
import type { LineClock } from './line-time';
import type { Groups } from './pattern';
import { type Match, mergedGroups, type Prepared, signsOf } from './prepared';
import { searchLine } from './search';
import { mergeIntoSession } from './session';
import type { StreamState } from './stream-state';

/** What judging needs to know of a jail. */
export interface Judging {
  readonly prepared: Prepared;
  readonly clock: LineClock;
  readonly usedns: Usedns;
  readonly ambiguity: 'drop' | 'keep';
  /** Whether a finding tells all groups, or only those of an id that is no address. */
  readonly tellsAll: boolean;
}

/** A line that a failregex matched. */
export interface Matched {
  readonly line: LogLine;
  readonly span: DateSpan | undefined;
  /** What was searched, without its line feed at the end: the line without its date, or with `maxlines` such lines joined. */
  readonly text: string;
  /** The line, or with `maxlines` all lines the match covers, as they came. */
  readonly lines: readonly string[];
  readonly match: Match;
}

const MISSED: LineVerdict = { kind: 'missed' };
const SESSION: LineVerdict = { kind: 'session' };
const NO_GROUPS: Groups = {};
const NOBODY: readonly string[] = [];

/** What a matched line means: a failure, or something to remember of its session. */
export function judge(jail: Judging, matched: Matched, state: StreamState): LineVerdict {
  const groups = mergedGroups(jail.prepared, matched.match);
  return groups.mlfid === undefined
    ? single(jail, matched, groups, state)
    : inSession(jail, matched, { groups, mlfid: groups.mlfid }, state);
}

/** A line that speaks for itself. Without anything to ban, the filter is wrong about it: the next failregexes are asked. */
function single(jail: Judging, matched: Matched, groups: Groups, state: StreamState): LineVerdict {
  const { line, span, text, lines, match } = matched;
  const time = jail.clock.timeOf(line, span, state);
  if (signsOf(jail.prepared, match).nofail) return SESSION;
  const offender = offenderOf(groups, jail.usedns);
  if (offender.kind === 'known')
    return failure(jail, matched, offender, { groups, time, users: NOBODY, matches: lines });
  const next = offender.kind === 'name' ? null : searchLine(jail.prepared, text, match.wide, match.regex + 1);
  return next === null || next === 'ignored' ? MISSED : judge(jail, { ...matched, match: next }, state);
}

interface OfSession {
  readonly groups: Groups;
  readonly mlfid: string;
}

function inSession(jail: Judging, matched: Matched, { groups, mlfid }: OfSession, state: StreamState): LineVerdict {
  const { line, span, lines, match } = matched;
  const { prepared, clock, usedns } = jail;
  const time = clock.timeOf(line, span, state);
  const told = { groups, signs: signsOf(prepared, match), lines, time };
  const session = mergeIntoSession(state.sessions, mlfid, told, prepared.underlaid);
  if (!session.nofail) {
    const offender = offenderOf(session.groups, usedns);
    const { users, matches } = session;
    if (offender.kind === 'known') {
      return failure(jail, matched, offender, { groups: session.groups, time, users, matches });
    }
    session.pending = offender.kind === 'unknown';
  }
  if (session.isNew) state.sought = true;
  return SESSION;
}

/** What is known of a failure beside its line. */
interface Told {
  readonly groups: Groups;
  readonly users: readonly string[];
  readonly matches: readonly string[];
  readonly time: number;
}

type Known = Extract<Offender, { kind: 'known' }>;

function failure(jail: Judging, { text, match }: Matched, offender: Known, told: Told): LineVerdict {
  const { groups, time, users, matches } = told;
  const finding: Finding = {
    id: offender.id,
    kind: offender.as,
    cidr: offender.cidr,
    time,
    regex: match.regex,
    groups: jail.tellsAll || offender.as === 'fid' ? groups : NO_GROUPS,
    users,
    attempts: matches.length,
    matches,
    ambiguous: jail.ambiguity === 'drop' && isAmbiguous(jail.prepared, text, offender.id),
  };
  return { kind: 'failure', finding };
}
