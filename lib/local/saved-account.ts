import type { Ban } from '../core/ban';
import type { Changes } from '../core/changes';
import type { JournalEntry } from '../core/journal';
import type { Ruleset, Seconds } from '../core/ruleset';
import type { SavedCounter } from '../stores/memory/counters';

/** What an embedded account's table holds. */
export interface AccountState {
  /** Its clock. */
  readonly now: Seconds;
  readonly bans: readonly Ban[];
  readonly counters: readonly SavedCounter[];
  readonly changes: Changes;
}

/** A line that failed, kept to be shown. */
export interface SavedLine {
  readonly logGroup: string;
  readonly time: Seconds;
  readonly text: string;
}

/** An embedded account as it lies in a file: its table, its configuration, and the lines that led to its bans. */
export interface SavedAccount extends AccountState {
  readonly format: 1;
  readonly ruleset: Ruleset;
  readonly lines: readonly SavedLine[];
  /** What operators said. */
  readonly journal: readonly JournalEntry[];
}

export const writeSaved = (saved: SavedAccount): string => `${JSON.stringify(saved)}\n`;

/** @returns undefined when the text is no account of this version. */
export function readSaved(text: string): SavedAccount | undefined {
  try {
    const saved = JSON.parse(text) as Partial<SavedAccount> | null;
    return saved?.format === 1 && saved.ruleset?.format === 1 ? (saved as SavedAccount) : undefined;
  } catch {
    return undefined;
  }
}
