import type { BanStore, BansMade, ChangeStore, CounterStore, Emit, SessionStore } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';

/** What detecting needs of the outside. */
export interface DetectPorts {
  readonly counters: CounterStore;
  readonly bans: BanStore;
  readonly sessions: SessionStore;
  /** What operators changed at run time; without it nothing ever is. */
  readonly changes?: Pick<ChangeStore, 'get'>;
  /** What all instances banned, for the breaker; without it each counts for itself. */
  readonly bansMade?: BansMade;
  readonly emit: Emit;
  /** Whether each failure is an event of its own, or only counted: where nobody reads them, making them is for nothing. @default 'told' */
  readonly failures?: 'told' | 'counted';
  /** Counts failures, lines cut at 64 KiB, dates replaced by the event's timestamp, and lines whose search took too long. */
  readonly count: (jail: string, metric: 'found' | 'truncated' | 'clock' | 'stopped', by: number) => void;
  /**
   * The clock when a record of this timestamp arrives, in seconds since the epoch: the wall clock in Lambda, in replay
   * the virtual clock that follows the lines.
   */
  readonly arrival: (timestamp: Seconds) => Seconds;
  /** In [0, 1), for `bantime.rndtime`. */
  readonly random: () => number;
  /** Addresses of a host name, for `usedns = yes` and names in `ignoreip`; empty when it has none. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  /** Is told what the jails made of each record of a batch (`match-batch`); nobody asks in Lambda. */
  readonly onVerdicts?: (best: Uint8Array) => void;
}

/** What a batch came to; each record counts once, as the best any jail made of it. */
export interface DetectReport {
  readonly records: number;
  readonly matched: number;
  readonly ignored: number;
  readonly missed: number;
  /** New and prolonged bans were written: the edges must look. */
  readonly banned: number;
}
