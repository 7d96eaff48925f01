import type { SessionKey, SessionStore } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';
import { createStreamState, type StreamState } from '../../detect/stream-state';

/** A session nobody spoke in for five minutes is over. */
const SESSION_LIFE: Seconds = 300;
/** Streams an instance remembers; the least recently used is forgotten (its stored state stays). */
const STREAMS = 2000;

/** What one (jail, log stream) left from its last batch. */
interface Remembered {
  readonly state: StreamState;
  /** As last read from or written to the store. */
  stored: string | undefined;
}

/**
 * Stream states, warm in this instance and kept in the table where a session is cut by the end of a batch. The table is
 * read only for a batch that joins a session it has not seen begin, and written only when something uncounted waits.
 */
export interface Streams {
  open(key: SessionKey): StreamState;
  /** Takes up what another instance stored; undefined: there is nothing newer than what is known here, or no state. */
  reload(key: SessionKey): Promise<StreamState | undefined>;
  keep(key: SessionKey, state: StreamState, clock: Seconds): Promise<void>;
  /** Drops what is warm: the next `open` begins anew, with what is stored. */
  forget(key: SessionKey): void;
}

/** undefined: somebody edited it by hand. Its stream goes on as if nothing were stored; in five minutes nothing is. */
function restored(stored: string): StreamState | undefined {
  const state = createStreamState();
  try {
    state.restore(stored);
    return state;
  } catch {
    return undefined;
  }
}

export function createStreams(sessions: SessionStore): Streams {
  const remembered = new Map<string, Remembered>();
  const nameOf = (key: SessionKey) => JSON.stringify([key.jail, key.logGroup, key.logStream]);
  const remember = (key: SessionKey, entry: Remembered) => {
    const name = nameOf(key);
    remembered.delete(name);
    remembered.set(name, entry);
    const oldest = remembered.size > STREAMS ? remembered.keys().next().value : undefined;
    if (oldest !== undefined) remembered.delete(oldest);
    return entry.state;
  };
  return {
    open: (key) => {
      const known = remembered.get(nameOf(key));
      return remember(key, known ?? { state: createStreamState(), stored: undefined });
    },
    reload: async (key) => {
      const stored = await sessions.load(key);
      if (stored === undefined || stored === remembered.get(nameOf(key))?.stored) return undefined;
      const state = restored(stored);
      return state && remember(key, { state, stored });
    },
    keep: async (key, state, clock) => {
      const entry = remembered.get(nameOf(key));
      state.detach();
      const text = state.serialize() ?? undefined;
      if (text === undefined || text === entry?.stored) return;
      await sessions.save(key, text, clock + SESSION_LIFE);
      remember(key, { state, stored: text });
    },
    forget: (key) => {
      remembered.delete(nameOf(key));
    },
  };
}
