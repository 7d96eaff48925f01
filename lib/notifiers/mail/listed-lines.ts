import type { BanDetail } from '../../core/report';
import { shortened } from './visible';

/** The log lines of a ban as they are printed. */
export interface ListedLines {
  readonly lines: readonly string[];
  /** Bytes of `lines`. */
  readonly bytes: number;
  /** What was left out and why; empty: nothing. */
  readonly note: string;
}

/** As many whole lines as fit `room.bytes`, each cut at `room.length` characters. */
export function listedLines(lines: BanDetail['lines'], room: { bytes: number; length: number }): ListedLines {
  if (lines === null) return { lines: [], bytes: 0, note: '' };
  if (lines === 'unavailable') return { lines: [], bytes: 0, note: 'The log lines could not be read.' };
  if (lines.length === 0) return { lines: [], bytes: 0, note: 'No line was found in the log groups.' };
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    const text = shortened(line, room.length);
    bytes += Buffer.byteLength(text) + 1;
    if (bytes > room.bytes) {
      bytes -= Buffer.byteLength(text) + 1;
      break;
    }
    kept.push(text);
  }
  const rest = lines.length - kept.length;
  return {
    lines: kept,
    bytes,
    note: rest === 0 ? '' : `${rest} of ${lines.length} lines left out: the report is full.`,
  };
}
