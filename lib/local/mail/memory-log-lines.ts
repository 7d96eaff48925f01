import { parseCidr } from '../../core/address';
import type { LogLines } from '../../core/report';
import type { Seconds } from '../../core/ruleset';
import { mentions } from '../../notifiers/mentions';
import { shownText } from '../../sources/journald';

export interface MemoryLogLines extends LogLines {
  /** Keeps a line that a source delivered. @param timestamp milliseconds since the epoch. */
  put(logGroup: string, timestamp: number, message: string): void;
}

/** As many as CloudWatch Logs would be asked for. */
const LINES = 1_000;
const BYTES = 65_536;
const MINUTE = 60_000;

interface Line {
  readonly timestamp: number;
  readonly message: string;
}

/** A log group's lines by the minute they are of; minutes in the order they were first seen, which is mostly time's. */
type Minutes = Map<number, Line[]>;

/**
 * The log groups of the embedded account: what replay read, to be found again by `action_mwl`. A search looks only at the
 * minutes it is about.
 * @param keep lines this much older than the newest of their group are forgotten, as a log group's retention has it
 */
export function memoryLogLines(keep: Seconds = Number.POSITIVE_INFINITY): MemoryLogLines {
  const groups = new Map<string, Minutes>();
  return {
    put: (logGroup, timestamp, message) => {
      const minutes = groups.get(logGroup) ?? new Map<number, Line[]>();
      groups.set(logGroup, minutes);
      const minute = Math.floor(timestamp / MINUTE);
      const lines = minutes.get(minute);
      if (lines) {
        lines.push({ timestamp, message });
        return;
      }
      minutes.set(minute, [{ timestamp, message }]);
      forget(minutes, minute - (keep * 1000) / MINUTE);
    },
    of: async (ip, logGroups, from, to) => {
      const cidr = parseCidr(ip);
      if (!cidr) return [];
      const found = logGroups
        .flatMap((name) => between(groups.get(name) ?? new Map(), from * 1000, to * 1000))
        .filter(({ message }) => mentions(message, cidr))
        .sort((a, b) => a.timestamp - b.timestamp);
      return underLimits(found.map(({ message }) => shownText(message)));
    },
  };
}

/** The first minutes are the oldest, but for lines out of order: those stay a little longer. */
function forget(minutes: Minutes, before: number): void {
  for (const minute of minutes.keys()) {
    if (minute >= before) return;
    minutes.delete(minute);
  }
}

/** Lines from `from` to `to`, milliseconds, both included. */
function between(minutes: Minutes, from: number, to: number): readonly Line[] {
  const lines: Line[] = [];
  const [first, last] = [Math.floor(from / MINUTE), Math.floor(to / MINUTE)];
  const chosen =
    last - first < minutes.size
      ? Array.from({ length: last - first + 1 }, (_, n) => first + n)
      : [...minutes.keys()].sort((a, b) => a - b);
  for (const minute of chosen) {
    for (const line of minutes.get(minute) ?? []) {
      if (line.timestamp >= from && line.timestamp <= to) lines.push(line);
    }
  }
  return lines;
}

function underLimits(lines: readonly string[]): readonly string[] {
  let bytes = 0;
  return lines.slice(0, LINES).filter((line) => {
    bytes += Buffer.byteLength(line);
    return bytes <= BYTES;
  });
}
