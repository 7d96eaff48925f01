import type { Finding } from '../../core/finding';
import type { LogLine, LogRecord } from '../../core/record';
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
  readonly batch: readonly LogRecord[];
  readonly lines: readonly LogLine[];
  readonly records: readonly number[];
  /** The best verdict of each record of the batch so far. */
  readonly best: Uint8Array;
}

/** A jail at work on a batch. */
export interface Watching {
  readonly watch: Watch;
  readonly state: StreamState;
  /** Takes what it finds, in the order of the records. */
  readonly found: Found[];
}

/**
 * Runs jails over a batch's lines, line by line: what one jail found out about a line, such as where its date stands, serves
 * the next. Afterwards `state.sought` says whether a line belongs to a session that the state has not seen begin: what is
 * stored of it could matter.
 */
export function matchBatch(watching: readonly Watching[], { batch, lines, records, best }: Lines): void {
  for (const { state } of watching) state.sought = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as LogLine;
    const record = records[at] as number;
    for (const one of watching) {
      const { mayMatter } = one.watch;
      if (mayMatter && !mayMatter(batch[record] as LogRecord)) continue;
      best[record] = Math.max(best[record] as number, look(one, line, record));
    }
  }
}

/** What a line means to one jail. */
function look({ watch, state, found }: Watching, line: LogLine, record: number): number {
  const verdict = watch.matcherFor(line).match(line, state);
  if (verdict.kind === 'ignored') return IGNORED;
  if (verdict.kind !== 'failure') return MISSED;
  found.push({ watch, record, finding: verdict.finding });
  return MATCHED;
}
