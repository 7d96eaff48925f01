import type { Cidr } from '../core/address';
import type { Edge } from '../core/edge';
import type { EdgeConfig, EdgeKind, PortRange } from '../core/ruleset';
import type { Buckets, IpSets, NetworkAcls, PrefixLists, RuleMemory, SecurityGroups } from './ports';
import type { Pace } from './run/pace';

/** Everything an edge works with. `edges/aws/accounts` and `local/edges/account` make one. */
export interface EdgeAccounts {
  /** WAFv2 of a Region. */
  readonly ipSets: (region: string) => IpSets;
  readonly networkAcls: () => NetworkAcls;
  readonly securityGroups: () => SecurityGroups;
  readonly prefixLists: () => PrefixLists;
  readonly memory: RuleMemory;
  readonly pace: Pace;
  /** Token buckets shared by all edges of the process. */
  readonly buckets: Buckets;
  /** Token buckets shared by all edges of all functions: for quotas that are the account's. A place costs a table write. */
  readonly sharedBuckets: Buckets;
  /** Whether an edge may close this range: false when it holds a protected address. The last check before an edge. */
  readonly mayCover: (cidr: Cidr) => boolean;
}

/** Where the edge's resources live; CDK tokens are welcome. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** An IAM statement as data. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** Why the resources are not all named in full, where they are not. */
  readonly why?: string;
}

/** An edge's room and where the figure comes from. */
export interface Capacity {
  readonly ipv4: number;
  readonly ipv6: number;
  /** What is counted. */
  readonly unit: string;
  /** The quota's page and the row on it. */
  readonly source: string;
}

export interface EdgeDefinition {
  readonly kind: EdgeKind;
  readonly capacity: Capacity;
  /** The option that says what it writes to. */
  readonly option: string;
  /** What is wrong with the options, as people read it; empty: nothing. Ids that a deploy makes may still be missing. */
  readonly problems: (config: EdgeConfig) => readonly string[];
  /** The rights an enforcer of this edge needs, for the ids in its options. */
  readonly permissions: (config: EdgeConfig, place: Place) => readonly Permission[];
  /** Ids of what it writes to, as far as that is there now; choices are looked up. */
  readonly present: (
    config: EdgeConfig,
    accounts: Pick<EdgeAccounts, 'ipSets' | 'networkAcls' | 'securityGroups' | 'prefixLists' | 'pace'>,
  ) => Promise<readonly string[]>;
  /** The rule numbers it writes; an edge without it has all of what it writes to. */
  readonly numbers?: (config: EdgeConfig) => PortRange;
  /** Throws `EdgeOptionError` when the options are wrong or an id is missing. */
  readonly create: (config: EdgeConfig, accounts: EdgeAccounts) => Edge;
}
