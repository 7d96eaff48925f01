import type { Journal, JournalEntry } from '../../core/journal';

/** What operators said, in one process. */
export function memoryJournal(from: readonly JournalEntry[] = []): Journal {
  const entries = [...from];
  return {
    add: async (entry) => {
      entries.push(structuredClone(entry));
    },
    since: async (time) => entries.filter((entry) => entry.time >= time).sort((a, b) => a.time - b.time),
  };
}
