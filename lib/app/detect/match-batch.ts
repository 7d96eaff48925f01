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

export interface Matched {
  readonly found: readonly Found[];
  /** Whether a line belongs to a session that this state has not seen begin: what is stored of it could matter. */
  readonly sought: boolean;
}

/** Runs one jail over a batch's lines; `best` holds the best verdict of each record so far. */
export function matchBatch(watch: Watch, lines: readonly LogLine[], state: StreamState, best: Uint8Array): Matched {
  const found: Found[] = [];
  state.sought = false;
  for (let record = 0; record < lines.length; record++) {
    const line = lines[record] as LogLine;
    const verdict = watch.matcherFor(line).match(line, state);
    if (verdict.kind === 'missed' || verdict.kind === 'session') continue;
    if (verdict.kind === 'ignored') {
      best[record] = Math.max(best[record] ?? MISSED, IGNORED);
      continue;
    }
    best[record] = MATCHED;
    found.push({ watch, record, finding: verdict.finding });
  }
  return { found, sought: state.sought };
}
