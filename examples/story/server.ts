import { DAY, type Entry, numbering, timeOfDay } from './entry';
import type { Random } from './random';

/** The host `gate`, Debian 12 with rsyslog: what its auth.log looks like. */
export interface Server {
  readonly random: Random;
  /** The id of a process started at this second. */
  readonly pid: (at: number) => number;
  /** A client's port. */
  readonly port: () => number;
  /** A line of auth.log, `tag` as in `sshd[123]`. */
  readonly line: (at: number, tag: string, message: string) => Entry;
}

export function server(random: Random): Server {
  const stamp = (at: number): string => `${DAY.monthName} ${DAY.day} ${timeOfDay(at)}`;
  return {
    random,
    pid: numbering(2_100, 0.8),
    port: () => random.between(32_768, 60_999),
    line: (at, tag, message) => ({ at, text: `${stamp(at)} gate ${tag}: ${message}` }),
  };
}
