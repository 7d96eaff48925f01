import type { AppEvent } from '../../core/event';
import type { CounterStore } from '../../core/ports';
import type { Account } from './account/account';

/** Events of one command that are kept; the rest is counted. */
const KEPT = 100;

interface Writing {
  readonly put: (...args: never[]) => Promise<'written' | 'conflict'>;
}

/** What one command changed, to be written to the journal when it is done. */
export interface Book {
  readonly emit: (event: AppEvent) => void;
  /** A store, whose writes are noticed. */
  readonly watch: <T extends Writing>(store: T) => T;
  /** Counters, of which what is added is noticed. */
  readonly watchCounts: <T extends CounterStore>(counters: T) => T;
  /** Writes what was said, if it changed anything. That it cannot be written is told, and undoes nothing. */
  readonly keep: (
    account: Pick<Account, 'journal' | 'clock'>,
    said: string,
    note: (text: string) => void,
  ) => Promise<void>;
}

export function createBook(): Book {
  const events: AppEvent[] = [];
  let changed = false;
  return {
    emit: (event) => void events.push(event),
    watch: (store) => ({
      ...store,
      put: async (...args: never[]) => {
        const outcome = await store.put(...args);
        if (outcome === 'written') changed = true;
        return outcome;
      },
    }),
    watchCounts: (counters) => ({
      ...counters,
      add: async (...args) => {
        const known = await counters.add(...args);
        changed = true;
        return known;
      },
    }),
    keep: async ({ journal, clock }, said, note) => {
      if (!changed) return;
      const by = process.env.USER ?? process.env.USERNAME ?? '';
      const more = Math.max(0, events.length - KEPT);
      try {
        await journal.add({ time: clock(), by, said, events: events.slice(0, KEPT), more });
      } catch (error) {
        note(`it is done, but not written to the journal: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}
