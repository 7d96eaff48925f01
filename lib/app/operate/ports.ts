import type { BanStore, ChangeStore, Clock, EdgeStateStore, Emit } from '../../core/ports';

/** What an operator's commands need of the outside. The edges follow what is written, by the table's stream. */
export interface OperatePorts {
  readonly bans: BanStore;
  readonly clock: Clock;
  /** In [0, 1), for `bantime.rndtime`. */
  readonly random: () => number;
  readonly emit: Emit;
}

/** What changing settings at run time needs besides: who is let in must be lifted, and the edges must look. */
export interface ChangePorts extends OperatePorts {
  readonly changes: ChangeStore;
  readonly edgeStates: Pick<EdgeStateStore, 'request'>;
}
