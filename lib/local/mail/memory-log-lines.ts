import { parseCidr } from '../../core/address';
import type { LogLines } from '../../core/report';
import { mentions } from '../../notifiers/mentions';

export interface MemoryLogLines extends LogLines {
  /** Keeps a line that a source delivered. @param timestamp milliseconds since the epoch. */
  put(logGroup: string, timestamp: number, message: string): void;
}

/** As many as CloudWatch Logs would be asked for. */
const LINES = 1_000;
const BYTES = 65_536;

/** The log groups of the embedded account: what replay read, to be found again by `action_mwl`. */
export function memoryLogLines(): MemoryLogLines {
  const groups = new Map<string, { timestamp: number; message: string }[]>();
  return {
    put: (logGroup, timestamp, message) => {
      const group = groups.get(logGroup);
      if (group) group.push({ timestamp, message });
      else groups.set(logGroup, [{ timestamp, message }]);
    },
    of: async (ip, logGroups, from, to) => {
      const cidr = parseCidr(ip);
      if (!cidr) return [];
      const found = logGroups
        .flatMap((name) => groups.get(name) ?? [])
        .filter(({ timestamp }) => timestamp >= from * 1000 && timestamp <= to * 1000)
        .filter(({ message }) => mentions(message, cidr))
        .sort((a, b) => a.timestamp - b.timestamp);
      return underLimits(found.map(({ message }) => message));
    },
  };
}

function underLimits(lines: readonly string[]): readonly string[] {
  let bytes = 0;
  return lines.slice(0, LINES).filter((line) => {
    bytes += Buffer.byteLength(line);
    return bytes <= BYTES;
  });
}
