import type { Edge, EdgeContext, EdgeMode, WantedBan } from '../../../lib/core/edge';
import type { Ports } from '../../../lib/core/ruleset';
import type { Faults } from './faults';
import type { VirtualPace } from './virtual-pace';

/** An edge over some account, with the account in the test's hands. */
export interface EdgeWorld {
  readonly edge: Edge;
  readonly faults: Faults;
  readonly pace: VirtualPace;
  /** Names of requests: one that reads for a reconcile, a pattern of those that write. */
  readonly reads: string;
  readonly writes: readonly string[];
  /** All that stands on the edge, ours or not, as sorted text. */
  contents(): readonly string[];
  /** Bans that fit, of both families; the edge holds them all at once. */
  readonly bans: readonly WantedBan[];
  /** A person puts something of their own there. */
  meddle(): void;
  /** A person takes the first of the bans off again, where it stands. */
  undo(): void | Promise<void>;
}

export const banOf = (cidr: string, strength = 1, ports: Ports = 'all'): WantedBan => ({
  cidr,
  ports,
  strength,
  end: null,
});

/** Bans are ours when they were ever asked for in the test. */
export function contextOf(ever: readonly WantedBan[], mode: EdgeMode = 'sync'): EdgeContext {
  const own = new Set(ever.map((ban) => ban.cidr));
  return { mode, now: 0, ours: async (cidrs) => new Set(cidrs.filter((cidr) => own.has(cidr))) };
}

/** The address range nobody may ever ban in these tests. */
export const PROTECTED = '198.51.100.0/24';
