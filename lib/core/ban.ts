import type { Seconds } from './ruleset';

/** The ban ticket of one (jail, ip), live or over: the truth every edge follows. One item, replaced under its version. */
export interface Ban {
  readonly jail: string;
  /** Canonical text of what is banned: an address, or a prefix such as `2001:db8::/64`. */
  readonly ip: string;
  /** Event time of the failure that made it, or when an operator did; seconds since the epoch. 0: never banned. */
  readonly time: Seconds;
  /** When it is lifted: once the clock is past it. `null`: never. */
  readonly end: Seconds | null;
  /** The seconds this ban was given (increment included); negative: for ever. */
  readonly bantime: Seconds;
  /** Bans of this jail and ip so far, this one included. */
  readonly bancount: number;
  /** Of these, the ones `bantime.increment` still remembers: forgotten as `dbpurgeage` rules. */
  readonly offences: number;
  /** Failures that led to it. */
  readonly failures: number;
  /** Failures up to this time never count again. */
  readonly clearedAt: Seconds;
  /** `live`: in force, on the edges. `over`: lifted; kept for `bancount` until it is purged. */
  readonly state: 'live' | 'over';
  /** Who made it: failures in the log, an operator, a request on the event bus, an imported list. */
  readonly origin: 'detect' | 'manual' | 'request' | 'list';
  /** Of a list's ban: until when an operator wants it to stand although the list drops it. Absent: nobody does. */
  readonly asked?: Seconds;
  /** What the operator or the asker said of it, as they wrote it; absent: nothing. */
  readonly reason?: string;
  /** Grows by one with every write. */
  readonly version: number;
}

/** A failure charged to a (jail, ip): its event time and the event that carried it. */
export interface Failure {
  readonly time: Seconds;
  readonly eventId: string;
  /** Stands for the host (log stream) it came from; only where the jail's `minhosts` asks for more than one. */
  readonly host?: string;
}
