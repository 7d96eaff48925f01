import type { LogBatch, LogLine } from '../../core/record';
import type { Seconds } from '../../core/ruleset';
import type { Prefilter } from '../../detect/prefilter';
import { readLine } from '../../sources/journald';
import type { Lines } from './match-batch';

export interface ReadBatch extends Lines {
  /** The clock at the arrival of each record. */
  readonly clocks: readonly Seconds[];
}

/** Reads the records that can matter; the others only move the clock. */
export function readBatch(
  { records }: LogBatch,
  mayMatter: Prefilter,
  arrival: (timestamp: Seconds) => Seconds,
): ReadBatch {
  const lines: LogLine[] = [];
  const places: number[] = [];
  const clocks: Seconds[] = [];
  for (const record of records) {
    const line = mayMatter(record) ? readLine(record) : undefined;
    if (line) {
      places.push(clocks.length);
      lines.push(line);
    }
    clocks.push(arrival(line ? line.timestamp : record.timestamp / 1000));
  }
  return { batch: records, lines, records: places, best: new Uint8Array(records.length), clocks };
}
