import type { Edge } from '../../core/edge';
import type { BanStore, Clock, EdgeStateStore, Emit } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';
import type { LiveRules } from '../run-time/live-rules';

/** What enforcing and expiring need of the outside. */
export interface EnforcePorts {
  readonly bans: BanStore;
  readonly edgeStates: EdgeStateStore;
  /** The edges of the ruleset, opened. */
  readonly edges: readonly Edge[];
  /** What operators changed at run time, over the ruleset; without it nothing ever is. */
  readonly live?: LiveRules;
  readonly emit: Emit;
  readonly clock: Clock;
  /** Seconds this invocation still has: no lease outlives the run that holds it. */
  readonly remaining: () => Seconds;
  /** Does something again and again; answers how to end that. Without it a lease is kept between the parts of a look only. */
  readonly every?: (seconds: Seconds, act: () => void) => () => void;
}
