import type { Journal } from '../../../core/journal';
import type { BanStore, ChangeStore, Clock, CounterList, CounterStore, EdgeStateStore } from '../../../core/ports';
import type { LogLines } from '../../../core/report';
import type { EdgeConfig } from '../../../core/ruleset';
import type { EdgeAccounts } from '../../../edges/definition';
import type { DoctorAws } from '../doctor/aws';
import type { EventReader } from './events';

/** The edges of a deployment, to be looked at. */
export interface EdgeView {
  /** With the ids of what they write to. */
  readonly configs: readonly EdgeConfig[];
  readonly accounts: EdgeAccounts;
  /** Of the deployment, for links. */
  readonly region: string;
}

/** What the operator's commands work on: a deployment's table, or an embedded account in a folder. */
export interface Account {
  readonly bans: BanStore;
  readonly counters: CounterStore & CounterList;
  readonly changes: ChangeStore;
  readonly edgeStates: EdgeStateStore;
  readonly journal: Journal;
  readonly clock: Clock;
  /** The ruleset that is deployed, where the stack says which. */
  readonly version: string | undefined;
  readonly edges: () => Promise<EdgeView>;
  /** The lines that name an address, from the logs that the jails read. */
  readonly lines: () => Promise<LogLines>;
  /** What happens: bans, unbans, edges that are full. */
  readonly events: () => Promise<EventReader>;
  /** AWS as doctor asks it; undefined: there is none. */
  readonly doctor: () => Promise<(DoctorAws & { readonly close: () => void }) | undefined>;
  /** Gives back what was opened; an embedded account keeps what was changed. */
  readonly close: () => Promise<void>;
}
