import type { Groups } from './pattern';

/** What the lines of one session (`<F-MLFID>`, a connection of a daemon) have told so far. */
export interface Session {
  /** Line time after which it is forgotten; not moved by later lines. */
  readonly expires: number;
  /** The latest text of every group. `nofail` and `mlfgained` are those of the last line only. */
  readonly groups: Groups;
  readonly users: Set<string>;
  /** A failure waits for the line that brings its address. */
  pending: boolean;
  /** Lines of the failure. */
  matches: string[];
  /** Lines that count only if the session does not end well. */
  nofailMatches: string[];
}

/** A session's state after a line: whether the line makes a failure is the caller's to see. */
export interface SessionLine {
  readonly groups: Groups;
  readonly mlfid: string;
  /** The line, or the lines joined by `maxlines`, as they came. */
  readonly lines: readonly string[];
  /** Line time, seconds since the epoch. */
  readonly time: number;
}

const LIMIT = 100;
const LIFETIME = 300;

const NOFAIL = 1;
const FORGET = 2;
const PREVIOUS = 4;
const GAINED = 8;

export type Sessions = Map<string, Session>;

/**
 * Folds a matched line into its session (fail2ban's `_mergeFailure`): a later line supplies what an earlier one lacked, a
 * no-fail line is remembered, a success (`<F-MLFGAINED>`) clears what was pending unless several users were tried.
 * @returns the session's state, the very object that is remembered; `known`: the session had been seen before.
 */
export function mergeIntoSession(sessions: Sessions, line: SessionLine): { session: Session; known: boolean } {
  const groups = line.groups;
  let flags = flagsOf(groups);
  delete groups.mlfforget;
  const cached = liveSession(sessions, line.mlfid, line.time);
  const session = cached ?? newSession(line);
  if (groups.user && (cached || !(flags & FORGET))) session.users.add(groups.user);
  if (cached) {
    flags |= updateCached(cached, groups, flags);
    if (flags & FORGET) sessions.delete(line.mlfid);
  } else if (!(flags & FORGET)) remember(sessions, line.mlfid, session);
  if (session.pending || session.users.size > 1) {
    delete session.groups.nofail;
    delete session.groups.mlfgained;
    flags &= ~(GAINED | NOFAIL);
  }
  session.pending = false;
  collectMatches(session, line.lines, flags);
  return { session, known: cached !== undefined };
}

function flagsOf(groups: Groups): number {
  let flags = 0;
  if (groups.mlfgained) {
    flags = GAINED | NOFAIL;
    if (!groups.nofail) groups.nofail = groups.mlfgained;
  } else if (groups.nofail) flags = NOFAIL;
  return groups.mlfforget ? flags | FORGET : flags;
}

const newSession = ({ groups, time }: SessionLine): Session => ({
  expires: time + LIFETIME,
  groups,
  users: new Set(),
  pending: false,
  matches: [],
  nofailMatches: [],
});

/** `nofail` and `mlfgained` speak for the last line only; matches that were delivered are not delivered again. */
function updateCached(session: Session, groups: Groups, flags: number): number {
  const previous = session.groups.nofail || session.groups.mlfgained ? PREVIOUS : 0;
  delete session.groups.nofail;
  delete session.groups.mlfgained;
  if (flags & GAINED) session.pending = false;
  if (!previous && !session.pending) session.matches = [];
  Object.assign(session.groups, groups);
  return previous;
}

function collectMatches(session: Session, lines: readonly string[], flags: number): void {
  if (!(flags & NOFAIL)) {
    const own = flags & GAINED ? [] : lines;
    session.matches = [...session.nofailMatches, ...session.matches, ...own];
    session.nofailMatches = [];
  } else if (!(flags & FORGET)) session.nofailMatches = [...session.nofailMatches, ...lines];
}

function liveSession(sessions: Sessions, mlfid: string, now: number): Session | undefined {
  const session = sessions.get(mlfid);
  if (!session || session.expires > now) return session;
  sessions.delete(mlfid);
  return undefined;
}

/** When all places are taken the oldest sessions go: those whose time is over, else the first. */
function remember(sessions: Sessions, mlfid: string, session: Session): void {
  const now = session.expires - LIFETIME;
  if (sessions.size >= LIMIT) {
    for (const [oldest, { expires }] of sessions) {
      if (expires > now && sessions.size < LIMIT) break;
      sessions.delete(oldest);
      if (expires > now) break;
    }
  }
  sessions.set(mlfid, session);
}
