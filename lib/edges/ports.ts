/**
 * The APIs behind the edges, as narrow as the edges need them. Two adapters implement each: the AWS SDK (`edges/aws`)
 * and the embedded account (`local/edges`). Expected outcomes are values; everything else is an `EdgeApiError`.
 */
import type { Family } from '../core/address';
import type { PortRange, Seconds } from '../core/ruleset';

export type WafScope = 'REGIONAL' | 'CLOUDFRONT';

/** One WAFv2 IP set, as its ARN tells it. */
export interface IpSetRef {
  readonly arn: string;
  readonly name: string;
  readonly id: string;
  readonly scope: WafScope;
  /** Region whose API serves the set; us-east-1 for CLOUDFRONT. */
  readonly region: string;
}

export interface IpSetContent {
  readonly family: Family;
  readonly description: string | undefined;
  readonly addresses: readonly string[];
  readonly lockToken: string;
}

/** WAFv2 IP sets of one Region. */
export interface IpSets {
  /** LockToken of every IP set of the scope, by ARN. */
  list(scope: WafScope): Promise<ReadonlyMap<string, string>>;
  get(set: IpSetRef): Promise<IpSetContent>;
  /** Replaces the whole list, if the set still is as `read`. */
  update(set: IpSetRef, read: IpSetContent, addresses: readonly string[]): Promise<IpSetUpdated>;
}

/** `lockToken`: the set's from now on. */
export type IpSetUpdated = { readonly kind: 'done'; readonly lockToken: string } | { readonly kind: 'conflict' };

/** One ingress entry of a network ACL. */
export interface AclEntry {
  readonly number: number;
  readonly action: 'allow' | 'deny';
  readonly family: Family;
  readonly cidr: string;
  /** IANA protocol number as text; `-1`: all. */
  readonly protocol: string;
  /** Destination ports of TCP and UDP; `null`: all. */
  readonly ports: PortRange | null;
}

export interface NetworkAcls {
  /**
   * All ingress entries, the closing `*` entries (32767, 32768) included, by ACL id. `choices` are ids, and `vpc-...` and
   * `tag:KEY=VALUE` for all ACLs of that VPC or tag. An id that is not there is `not-found`; a choice may find none.
   */
  describe(choices: readonly string[]): Promise<ReadonlyMap<string, readonly AclEntry[]>>;
  create(acl: string, entry: AclEntry): Promise<'done' | 'taken' | 'limit-exceeded'>;
  delete(acl: string, number: number): Promise<'done' | 'missing'>;
}

/** Who a security group rule lets in; `other`: a group or a prefix list, by its id. */
export type RuleSource =
  | { readonly kind: 'cidr'; readonly family: Family; readonly cidr: string }
  | { readonly kind: 'other'; readonly id: string };

/** What a rule allows: protocol as EC2 names it (`tcp`, `udp`, `icmp`, `-1` ...), ports `null` for all. */
export interface RuleTarget {
  readonly protocol: string;
  /** EC2's FromPort and ToPort; for ICMP its type and code. */
  readonly ports: PortRange | null;
}

/** What a person wrote at a rule; given back when the rule is restored. */
export interface RuleNotes {
  readonly description: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface GroupRule extends RuleTarget, RuleNotes {
  /** `sgr-...` */
  readonly id: string;
  readonly source: RuleSource;
}

/** An ingress rule to be made. */
export interface NewRule extends RuleTarget, RuleNotes {
  readonly family: Family;
  readonly cidr: string;
}

export interface SecurityGroups {
  /** All ingress rules, by group id. */
  describe(groups: readonly string[]): Promise<ReadonlyMap<string, readonly GroupRule[]>>;
  /** Makes all rules or none. All carry the same tags: one request tags all it makes alike. */
  authorize(group: string, rules: readonly NewRule[]): Promise<'done' | 'duplicate' | 'limit-exceeded'>;
  /** Takes all rules away or none. */
  revoke(group: string, ruleIds: readonly string[]): Promise<'done' | 'missing'>;
}

export interface PrefixListHead {
  readonly id: string;
  readonly family: Family;
  readonly version: number;
  readonly maxEntries: number;
  /** EC2's word: `create-complete`, `modify-in-progress`, `modify-failed` ... */
  readonly state: string;
  readonly stateMessage: string | undefined;
}

export interface PrefixListEntry {
  readonly cidr: string;
  readonly description: string | undefined;
}

export interface PrefixListChange {
  readonly add: readonly PrefixListEntry[];
  readonly remove: readonly string[];
}

export interface PrefixLists {
  describe(ids: readonly string[]): Promise<readonly PrefixListHead[]>;
  entries(id: string): Promise<readonly PrefixListEntry[]>;
  /** One new version, all of `change` or nothing; at most 100 entries each way. `busy`: another change is under way. */
  modify(
    id: string,
    version: number,
    change: PrefixListChange,
  ): Promise<'done' | 'conflict' | 'busy' | 'limit-exceeded'>;
}

/** What an edge must remember of its own doing, because the resource itself cannot tell. */
export type SavedRule =
  /** A rule that was taken away or split, and the sources of the rules that stand in its place. */
  | {
      readonly kind: 'group-rule';
      readonly group: string;
      readonly rule: NewRule;
      readonly pieces: readonly string[];
    }
  /** A prefix that stands in a network ACL for several bans in it. */
  | { readonly kind: 'roll-up'; readonly acl: string; readonly cidr: string };

/** Durable, by place: what the rules are of. Written before the edge is, so that a crash loses nothing. */
export interface RuleMemory {
  load(place: string): Promise<readonly SavedRule[]>;
  save(place: string, rules: readonly SavedRule[]): Promise<void>;
}

/** A token bucket of one token: requests leave at least `1 / rate` seconds apart. */
export interface Bucket {
  /**
   * Takes the next free place and answers how long to wait for it; undefined: it comes after `latest`, and none is taken,
   * so that whoever gives up does not hold up those who come later.
   */
  reserve(now: Seconds, latest: Seconds): Promise<Seconds | undefined>;
}

/** Buckets by name: whoever asks for the same name shares the bucket. */
export type Buckets = (name: string, rate: number) => Bucket;
