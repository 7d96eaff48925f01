import type { Clock, SessionKey, SessionStore } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';

/** Session states of one process; past their time they read as absent. */
export function memorySessions(clock: Clock): SessionStore {
  const sessions = new Map<string, { readonly state: string; readonly expiresAt: Seconds }>();
  return {
    load: async (key) => {
      const session = sessions.get(keyOf(key));
      if (!session || session.expiresAt >= clock()) return session?.state;
      sessions.delete(keyOf(key));
      return undefined;
    },
    save: async (key, state, expiresAt) => {
      sessions.set(keyOf(key), { state, expiresAt });
    },
  };
}

const keyOf = (key: SessionKey): string => `${key.jail}\n${key.logGroup}\n${key.logStream}`;
