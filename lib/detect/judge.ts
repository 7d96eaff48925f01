import type { Finding, LineVerdict } from '../core/finding';
import type { LogLine } from '../core/record';
import type { Usedns } from '../core/ruleset';
import { isAmbiguous } from './ambiguity';
import type { DateSpan } from './dates/find';
import { type Offender, offenderOf } from './failure';
import type { LineClock } from './line-time';
import type { Groups } from './pattern';
import { type Match, mergedGroups, type Prepared, signsOf } from './prepared';
import { type Searchable, searchLine } from './search';
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
  readonly searched: Searchable;
  /** The line, or with `maxlines` all lines the match covers, as they came. */
  readonly lines: readonly string[];
  readonly match: Match;
}

const MISSED: LineVerdict = { kind: 'missed' };
const SESSION: LineVerdict = { kind: 'session' };
const NO_GROUPS: Groups = {};

/** What a matched line means: a failure, or something to remember of its session. */
export function judge(jail: Judging, matched: Matched, state: StreamState): LineVerdict {
  const time = jail.clock.timeOf(matched.line, matched.span, state);
  const groups = mergedGroups(jail.prepared, matched.match);
  return groups.mlfid === undefined
    ? single(jail, matched, { groups, time, state })
    : inSession(jail, matched, { groups, time, state });
}

interface Circumstances {
  readonly groups: Groups;
  readonly time: number;
  readonly state: StreamState;
}

/** A line that speaks for itself. Without anything to ban, the filter is wrong about it: the next failregexes are asked. */
function single(jail: Judging, matched: Matched, { groups, time, state }: Circumstances): LineVerdict {
  const { searched, lines, match } = matched;
  if (signsOf(jail.prepared, match).nofail) return SESSION;
  const offender = offenderOf(groups, jail.usedns);
  if (offender.kind === 'known') return failure(jail, matched, { offender, groups, time, users: [], matches: lines });
  const next = offender.kind === 'name' ? null : searchLine(jail.prepared, searched, match.regex + 1);
  return next === null || next === 'ignored' ? MISSED : judge(jail, { ...matched, match: next }, state);
}

function inSession(jail: Judging, matched: Matched, { groups, time, state }: Circumstances): LineVerdict {
  const { lines, match } = matched;
  const signs = signsOf(jail.prepared, match);
  const mlfid = groups.mlfid ?? '';
  const { underlaid } = jail.prepared;
  const { session, known } = mergeIntoSession(state.sessions, { groups, signs, mlfid, lines, time, underlaid });
  if (!session.nofail) {
    const offender = offenderOf(session.groups, jail.usedns);
    const { users, matches } = session;
    if (offender.kind === 'known') {
      return failure(jail, matched, { offender, groups: session.groups, time, users, matches });
    }
    session.pending = offender.kind === 'unknown';
  }
  if (!known) state.sought = true;
  return SESSION;
}

interface Told {
  readonly offender: Extract<Offender, { kind: 'known' }>;
  readonly groups: Groups;
  readonly time: number;
  readonly users: readonly string[];
  readonly matches: readonly string[];
}

function failure(jail: Judging, { searched, match }: Matched, told: Told): LineVerdict {
  const { offender, groups, time, users, matches } = told;
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
    ambiguous: jail.ambiguity === 'drop' && isAmbiguous(jail.prepared, searched.line, offender.id),
  };
  return { kind: 'failure', finding };
}
