import type { DateSpan } from './dates/find';
import type { BufferedLine } from './line-buffer';
import { SESSION_LIFE, type Session, type Sessions } from './session';

/** What a matcher remembers of one (jail, log stream) from line to line. */
export interface StreamState {
  readonly sessions: Sessions;
  /** Earlier lines that a multi-line expression may still need; empty unless `maxlines` is above 1. */
  buffer: readonly BufferedLine[];
  /** The last date that was found, read when a line without one needs it; and the one before, should it be none. */
  lastDate: DateSpan | undefined;
  earlierDate: DateSpan | undefined;
  /** The last date that was read, seconds since the epoch. */
  lastTime: number | undefined;
  /** A line belonged to a session never seen here and made no failure by itself: earlier state could change its meaning. */
  sought: boolean;
  /** Dates replaced by the event's timestamp since the last look (metric `clock`). */
  clock: number;
  /** Lines cut at 64 KiB since the last look (metric `truncated`). */
  truncated: number;
  /** Lines on which a search was stopped at its deadline since the last look (metric `deadline`). */
  stopped: number;
  /** Makes the texts it holds its own: until then they are pieces of the batch they came with, and keep all of it in memory. */
  detach(): void;
  /** As text, to be kept for the next batch of the stream; `null`: nothing is worth keeping, no session holds an uncounted line. */
  serialize(): string | null;
  /** Takes over what `serialize` gave. @throws SyntaxError or TypeError when the text is no such state. */
  restore(text: string): void;
}

function detach(state: StreamState): void {
  const sessions = [...state.sessions];
  state.sessions.clear();
  for (const [id, session] of sessions) {
    detachSession(session);
    state.sessions.set(own(id), session);
  }
  state.buffer = state.buffer.map(({ whole, text }) => ({ whole: own(whole), text: own(text) }));
  if (state.lastDate) state.lastDate = { ...state.lastDate, text: own(state.lastDate.text) };
  if (state.earlierDate) state.earlierDate = { ...state.earlierDate, text: own(state.earlierDate.text) };
}

/** In place: the objects keep their shape, which is the one that V8 made its code for. */
function detachSession(session: Session): void {
  const { groups, users, matches, nofailMatches } = session;
  for (const name in groups) {
    const text = groups[name];
    if (text !== undefined) groups[name] = own(text);
  }
  if (users.length > 0) session.users = users.map(own);
  if (matches.length > 0) session.matches = matches.map(own);
  if (nofailMatches.length > 0) session.nofailMatches = nofailMatches.map(own);
}

/** A copy: what V8 slices off a text keeps all of the text in memory, what it slices off a text put together that one only. */
const own = (text: string): string => ` ${text}`.slice(1);

interface Stored {
  readonly sessions: readonly StoredSession[];
  readonly buffer: readonly BufferedLine[];
}

interface StoredSession extends Omit<Session, 'isNew'> {
  readonly id: string;
}

/** The state at the start of a stream. */
export function createStreamState(): StreamState {
  const state: StreamState = {
    sessions: new Map(),
    buffer: [],
    lastDate: undefined,
    earlierDate: undefined,
    lastTime: undefined,
    sought: false,
    clock: 0,
    truncated: 0,
    stopped: 0,
    detach: () => detach(state),
    serialize: () => serialize(state),
    restore: (text) => restore(state, text),
  };
  return state;
}

function serialize({ sessions, buffer }: StreamState): string | null {
  const all = [...sessions];
  if (!all.some(([, session]) => isOpen(session)) && buffer.length === 0) return null;
  const newest = Math.max(...all.map(([, { expires }]) => expires));
  const alive = all.filter(([, { expires }]) => expires > newest - SESSION_LIFE);
  return textOf({ sessions: alive.map(([id, session]) => stored(id, session)), buffer });
}

/** UTF-8 bytes that are kept of a stream: an item of the table holds 400 KB (DynamoDB quota), its key and time included. */
const MOST_BYTES = 300_000;

/**
 * A hundred honest sessions are a tenth of this. Of more, which lines of 64 KB can make, the smallest sessions and the newest
 * lines are kept: whoever writes large ones loses his own.
 */
function textOf(state: Stored): string | null {
  const text = JSON.stringify(state);
  if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  const buffer = fitting([...state.buffer].reverse(), MOST_BYTES / 2).reverse();
  const smallest = [...state.sessions].sort((a, b) => bytesOf(a) - bytesOf(b));
  const kept = new Set(fitting(smallest, MOST_BYTES / 2 - SEPARATORS));
  const sessions = state.sessions.filter((session) => kept.has(session));
  return sessions.length + buffer.length === 0 ? null : JSON.stringify({ sessions, buffer } satisfies Stored);
}

/** Names, brackets and commas around what is kept. */
const SEPARATORS = 1000;

/** The first of them that take no more bytes than these together. */
function fitting<T>(items: readonly T[], most: number): T[] {
  let left = most;
  const end = items.findIndex((item) => {
    left -= bytesOf(item);
    return left < 0;
  });
  return items.slice(0, end < 0 ? items.length : end);
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** A line waits in it that was not counted: for its address, or for how the session ends. One that ended well waits for nothing. */
const isOpen = ({ pending, nofail, gained }: Session): boolean => pending || (nofail && !gained);

/** Matches that were delivered are never delivered again, so they are not kept. */
function stored(id: string, { isNew: _, ...session }: Session): StoredSession {
  return session.pending || session.nofail ? { id, ...session } : { id, ...session, matches: [] };
}

function restore(state: StreamState, text: string): void {
  const stored = JSON.parse(text) as Stored;
  state.sessions.clear();
  for (const { id, ...session } of stored.sessions) state.sessions.set(id, { ...session, isNew: false });
  state.buffer = stored.buffer;
}
