import type { Edge } from '../../core/edge';
import type { BanStore, Clock, EdgeStateStore, Emit } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';

/** What enforcing and expiring need of the outside. */
export interface EnforcePorts {
  readonly bans: BanStore;
  readonly edgeStates: EdgeStateStore;
  /** The edges of the ruleset, opened. */
  readonly edges: readonly Edge[];
  readonly emit: Emit;
  readonly clock: Clock;
  /** Seconds this invocation still has: no lease outlives the run that holds it. */
  readonly remaining: () => Seconds;
}
