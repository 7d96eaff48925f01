import type { Finding } from '../../core/finding';
import type { LogLine } from '../../core/record';
import type { StreamState } from '../../detect/stream-state';
import type { Watch } from './watch';

/** A failure of a jail in a batch: `record` is the index of its record. */
export interface Found {
  readonly watch: Watch;
  readonly record: number;
  readonly finding: Finding;
}

/** What the jails made of each record; the greater wins. */
export const MISSED = 0;
export const IGNORED = 1;
export const MATCHED = 2;

/** The records of a batch that can matter, read, and the index of each. */
export interface Lines {
  readonly lines: readonly LogLine[];
  readonly records: readonly number[];
  /** The best verdict of each record of the batch so far. */
  readonly best: Uint8Array;
}

export interface Matched {
  readonly found: readonly Found[];
  /** Whether a line belongs to a session that this state has not seen begin: what is stored of it could matter. */
  readonly sought: boolean;
}

/** Runs one jail over a batch's lines. */
export function matchBatch(watch: Watch, { lines, records, best }: Lines, state: StreamState): Matched {
  const found: Found[] = [];
  state.sought = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as LogLine;
    const verdict = watch.matcherFor(line).match(line, state);
    if (verdict.kind === 'missed' || verdict.kind === 'session') continue;
    const record = records[at] as number;
    if (verdict.kind === 'ignored') {
      best[record] = Math.max(best[record] ?? MISSED, IGNORED);
      continue;
    }
    best[record] = MATCHED;
    found.push({ watch, record, finding: verdict.finding });
  }
  return { found, sought: state.sought };
}
