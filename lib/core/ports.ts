/** Every boundary of the use cases on one page. Adapters live in `stores`, `edges`, `notifiers` and `local`. */
import type { Ban, Failure } from './ban';
import type { Changes } from './changes';
import type { AppEvent } from './event';
import type { Seconds } from './ruleset';

/** The counter of one (jail, ip): a set of failures. Adding is idempotent and commutative. */
export interface CounterStore {
  /** Adds `failures` and answers all that are now in the set, in no order. One write. */
  add(key: CounterKey, failures: readonly Failure[], expiresAt: Seconds): Promise<readonly Failure[]>;
  /** Takes out failures that can no longer matter. */
  remove(key: CounterKey, failures: readonly Failure[]): Promise<void>;
  /** Without adding: for `status` and `why`. */
  get(key: CounterKey): Promise<readonly Failure[]>;
}

/** The counters of many addresses at once. */
export interface CounterList {
  /**
   * Tells each counter that still holds a failure, of one jail or of all: reads the whole table, so only an operator asks.
   * Consistent. Counters are told as they are read, so that they need not all be in memory.
   */
  each(tell: (key: CounterKey, failures: readonly Failure[]) => void, jail?: string): Promise<void>;
}

export interface CounterKey {
  readonly jail: string;
  readonly ip: string;
}

export interface BanStore {
  /** Consistent read of one ticket. Throws `UnreadableItemError` for one that is there and cannot be read. */
  get(jail: string, ip: string): Promise<Ban | undefined>;
  /** All jails' tickets of one ip, live or over, as `live` has them. Consistent. */
  ofIp(ip: string): Promise<readonly Ban[]>;
  /**
   * Writes the ticket if the stored version still is `ban.version - 1` (0: there is none).
   * `conflict`: somebody else wrote; read again and decide anew.
   */
  put(ban: Ban, expiresAt: Seconds | null): Promise<'written' | 'conflict'>;
  /**
   * Every ticket in state `live`. Consistent. One that cannot be read is told of and stands for what its key and index
   * say: it must neither hide the others nor be lifted by accident.
   */
  live(): Promise<readonly Ban[]>;
  /** Every ticket that is remembered, live or over: reads them all, so only an operator asks. Consistent. */
  all(): Promise<readonly Ban[]>;
  /** Live tickets whose end is before `clock`. Consistent. */
  due(clock: Seconds): Promise<readonly Ban[]>;
  /**
   * When a ticket of each jail was last written, by the writer's clock, as far as that is after `time`. Costs nothing that
   * grows with standing bans. What was written a moment ago may be missing; the next minute has it.
   */
  changedSince(time: Seconds): Promise<ReadonlyMap<string, Seconds>>;
}

/** How many new bans all instances made in a minute, for the breaker. */
export interface BansMade {
  /** Adds to a jail's count of a minute (of the epoch) and answers what it is now. */
  add(jail: string, minute: number, bans: number): Promise<number>;
}

/** What operators changed at run time: one item for the whole deployment. */
export interface ChangeStore {
  /** Consistent. Before the first change: `NO_CHANGES`. */
  get(): Promise<Changes>;
  /** Writes them if the stored version still is `changes.version - 1`. `conflict`: read again and decide anew. */
  put(changes: Changes): Promise<'written' | 'conflict'>;
}

/** What is remembered of an edge between runs; also its lease: one writer at a time. */
export interface EdgeState {
  /** Grows with every request to look. */
  readonly requested: number;
  /** The `requested` that the last finished run had seen. */
  readonly applied: number;
  /** Fingerprint of the edge as the last run saw and left it. */
  readonly probe: string;
  /** CIDRs that did not fit at the last run. */
  readonly overflow: readonly string[];
  /** When the last whole comparison began: bans written later were not seen by it. */
  readonly comparedAt: Seconds;
}

export interface EdgeStateStore {
  get(edge: string): Promise<EdgeState>;
  /** "Look": counts `requested` up. */
  request(edge: string): Promise<void>;
  /** Takes the lease until `until`; `undefined`: another writer holds it. The token fences `finish`. */
  acquire(edge: string, now: Seconds, until: Seconds): Promise<string | undefined>;
  /** Keeps the lease until `until`; false: it is another's by now. */
  renew(edge: string, token: string, until: Seconds): Promise<boolean>;
  /**
   * Stores what the run left and gives the lease back, if `token` still holds it.
   * `again`: somebody asked to look meanwhile; the lease is kept, run again. `lost`: the lease is another's.
   */
  finish(edge: string, token: string, state: EdgeState): Promise<'done' | 'again' | 'lost'>;
  /** Gives the lease back after a failure, leaving `requested` ahead, so that the next look runs. */
  release(edge: string, token: string): Promise<void>;
}

/** Sessions (`<F-MLFID>`) and line buffers carried from one batch of a stream to the next; gone after 5 minutes. */
export interface SessionStore {
  load(key: SessionKey): Promise<string | undefined>;
  save(key: SessionKey, state: string, expiresAt: Seconds): Promise<void>;
}

export interface SessionKey {
  readonly jail: string;
  readonly logGroup: string;
  readonly logStream: string;
}

/** Seconds since the epoch. The only clock the use cases know. */
export type Clock = () => Seconds;

/** Where events go: one JSON line in the function's log, a metric, replay's output. Never throws. */
export type Emit = (event: AppEvent) => void;
