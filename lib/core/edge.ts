import type { EdgeKind, Ports, Seconds } from './ruleset';

/** A banned range as an edge is asked to hold it: the union of all jails' live bans of that range. */
export interface WantedBan {
  /** Canonical CIDR, e.g. `192.0.2.1/32` or `2001:db8::/64`. */
  readonly cidr: string;
  readonly ports: Ports;
  /** The greater holds its place when an edge is full: longer and repeated bans are stronger. */
  readonly strength: number;
  /** Seconds since the epoch; `null`: for ever. */
  readonly end: Seconds | null;
}

/** `sync`: the edge equals the table. `ban-only`: nothing is ever taken off. `dry-run`: nothing is written. */
export type EdgeMode = 'sync' | 'ban-only' | 'dry-run';

export interface EdgeContext {
  readonly mode: EdgeMode;
  /** Seconds since the epoch. */
  readonly now: Seconds;
  /** Of these CIDRs, the ones we have banned at some time: others on a shared edge are foreign and stay. */
  readonly ours: (cidrs: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** Room of an edge in its own units (addresses, rules, entries), per family. */
export interface EdgeRoom {
  readonly family: 'ipv4' | 'ipv6';
  readonly used: number;
  readonly capacity: number;
}

export interface EdgeReport {
  /** CIDRs of `wanted` that are in force on the edge after the run. */
  readonly held: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Wanted CIDRs that did not fit; admitted when a place frees. */
  readonly overflow: readonly string[];
  /** What an operator must know: an allow before our denies, a rule we may not touch, arithmetic that does not fit. */
  readonly notices: readonly string[];
  readonly room: readonly EdgeRoom[];
  /** Write requests sent. */
  readonly writes: number;
  /**
   * What `probe` answers while nobody changes the edge but we: made of what the run read and wrote, not of another look at
   * the edge, so that what others change during the run is found afterwards.
   */
  readonly probe: string;
}

/** An enforcement point. Implementations hold no ban of their own: the table is the truth, the edge a projection. */
export interface Edge {
  readonly name: string;
  readonly kind: EdgeKind;
  /** A cheap fingerprint of the edge as it is (one read request): differs when somebody changed it. */
  probe(): Promise<string>;
  /**
   * Makes the edge hold exactly `wanted` (plus what is not ours), with the fewest writes; running it again writes nothing.
   * Throws on infrastructure failure (throttling beyond its retries, access denied); what was written so far stays correct.
   */
  reconcile(wanted: readonly WantedBan[], context: EdgeContext): Promise<EdgeReport>;
}
