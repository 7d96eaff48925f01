import type { AppEvent } from './event';
import type { Seconds } from './ruleset';

/** Something an operator said that changed something. */
export interface JournalEntry {
  readonly time: Seconds;
  /** As his machine names him: for people to ask, nothing that is proven. */
  readonly by: string;
  /** The command as it was typed. */
  readonly said: string;
  /** What it did to bans, as far as it is kept. */
  readonly events: readonly AppEvent[];
  /** How many more there were. */
  readonly more: number;
}

/** What operators said: the functions tell what they do in their logs, operators have none. */
export interface Journal {
  add(entry: JournalEntry): Promise<void>;
  /** Entries from `time` on, in their order. */
  since(time: Seconds): Promise<readonly JournalEntry[]>;
}

/** As long as the functions' logs are kept. */
export const JOURNAL_LIFE: Seconds = 30 * 86_400;
