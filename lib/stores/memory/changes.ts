import { type Changes, NO_CHANGES } from '../../core/changes';
import type { ChangeStore } from '../../core/ports';

/** What operators changed, in one process. */
export function memoryChanges(from: Changes = NO_CHANGES): ChangeStore {
  let stored = from;
  return {
    get: async () => stored,
    put: async (changes) => {
      if (stored.version !== changes.version - 1) return 'conflict';
      stored = structuredClone(changes);
      return 'written';
    },
  };
}
