import type { Groups } from './pattern';

/** What the lines of one session (`<F-MLFID>`, a connection of a daemon) have told so far. */
export interface Session {
  /** Line time after which it is forgotten; not moved by later lines. */
  readonly expires: number;
  /** Only one of its lines has been seen. */
  isNew: boolean;
  /** The latest text of every group. Replaced, never changed: a finding may hold it. */
  groups: Groups;
  users: readonly string[];
  /** The last line was no failure by itself (`<F-NOFAIL>`, `<F-MLFGAINED>`). */
  nofail: boolean;
  /** The last line was a success (`<F-MLFGAINED>`). */
  gained: boolean;
  /** A failure waits for the line that brings its address. */
  pending: boolean;
  /** Lines of the failure. */
  matches: readonly string[];
  /** Lines that count only if the session does not end well. */
  nofailMatches: readonly string[];
}

/** What a line says of its session, besides its groups. */
export interface Signs {
  /** `<F-NOFAIL>`: remember it, do not count it. */
  readonly nofail: boolean;
  /** `<F-MLFGAINED>`: a success. */
  readonly gained: boolean;
  /** `<F-MLFFORGET>`: the session ends. */
  readonly forget: boolean;
}

/** A matched line of a session. */
export interface SessionLine {
  readonly groups: Groups;
  readonly signs: Signs;
  /** The line, or the lines joined by `maxlines`, as they came. */
  readonly lines: readonly string[];
  /** Line time, seconds since the epoch. */
  readonly time: number;
}

/** Completes a line's groups by the session's. */
type Underlaid = (groups: Groups, below: Groups) => Groups;

export type Sessions = Map<string, Session>;

const LIMIT = 100;
/** Seconds of line time after which a session is forgotten. */
export const SESSION_LIFE = 300;

/**
 * Folds a matched line into its session (fail2ban's `_mergeFailure`): a later line supplies what an earlier one lacked, a
 * no-fail line is remembered, a success clears what was pending unless several users were tried.
 * @returns the session's state, the very object that is remembered
 */
export function mergeIntoSession(sessions: Sessions, mlfid: string, line: SessionLine, underlaid: Underlaid): Session {
  const { groups, signs, lines, time } = line;
  const cached = liveSession(sessions, mlfid, time);
  const session = cached ?? newSession(groups, time);
  if (cached) update(cached, line, underlaid);
  else if (!signs.forget) remember(sessions, mlfid, session);
  if (groups.user && (cached || !signs.forget) && !session.users.includes(groups.user)) {
    session.users = [...session.users, groups.user];
  }
  if (cached && signs.forget) sessions.delete(mlfid);
  // A success or a no-fail line cannot wash away a failure that waits, nor the trying of several users.
  const clean = !session.pending && session.users.length <= 1;
  session.pending = false;
  session.gained = clean && signs.gained;
  session.nofail = clean && (signs.nofail || signs.gained);
  collectMatches(session, lines, signs.forget);
  return session;
}

const NONE: readonly string[] = [];

const newSession = (groups: Groups, time: number): Session => ({
  expires: time + SESSION_LIFE,
  isNew: true,
  groups,
  users: NONE,
  nofail: false,
  gained: false,
  pending: false,
  matches: NONE,
  nofailMatches: NONE,
});

/** A failure that was delivered is not delivered again: only one that waits, or no-fail lines before it, keep their lines. */
function update(session: Session, { groups, signs }: SessionLine, underlaid: Underlaid): void {
  session.isNew = false;
  if (signs.gained) session.pending = false;
  if (!session.nofail && !session.gained && !session.pending) session.matches = NONE;
  session.groups = underlaid(groups, session.groups);
}

function collectMatches(session: Session, lines: readonly string[], forget: boolean): void {
  if (session.nofail) {
    if (!forget) session.nofailMatches = followed(session.nofailMatches, lines);
    return;
  }
  session.matches = followed(followed(session.nofailMatches, session.matches), lines);
  session.nofailMatches = NONE;
}

const followed = (before: readonly string[], after: readonly string[]): readonly string[] =>
  before.length === 0 ? after : after.length === 0 ? before : [...before, ...after];

function liveSession(sessions: Sessions, mlfid: string, now: number): Session | undefined {
  const session = sessions.get(mlfid);
  if (!session || session.expires > now) return session;
  sessions.delete(mlfid);
  return undefined;
}

/** When all places are taken the oldest sessions go: those whose time is over, else the first. */
function remember(sessions: Sessions, mlfid: string, session: Session): void {
  const now = session.expires - SESSION_LIFE;
  if (sessions.size >= LIMIT) {
    for (const oldest of sessions.keys()) {
      if (sessions.size < LIMIT && (sessions.get(oldest)?.expires ?? 0) > now) break;
      sessions.delete(oldest);
    }
  }
  sessions.set(mlfid, session);
}
