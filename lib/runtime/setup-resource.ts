/**
 * The custom resources of the deployment: what the stack writes and `lambdas/setup.ts` answers. CloudFormation passes
 * every property as text, and takes at most 4 KB of answer, so each IP set is a resource of its own.
 */

/** One WAF IP set. Its physical id, and its `Ref`, is the set's ARN. */
export const IP_SET = 'Custom::Fail2edgeIpSet';

export interface IpSetProperties {
  /** Unique per account, Region and scope; never changes for a set. */
  readonly name: string;
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  readonly family: 'IPV4' | 'IPV6';
  readonly description: string;
}

/**
 * The bans on the edges: create and update make every edge equal to the table, delete lifts every ban. It exists after
 * the sets and before anything that detects, and is deleted in the opposite order.
 */
export const BANS = 'Custom::Fail2edgeBans';

export interface BansProperties {
  /** As {@link readEdges} reads it. The function cannot have it in its environment: it makes the sets itself. */
  readonly edges: string;
  /** Hash of the deployed code and ruleset: an update is sent exactly when one of them, or the edges, change. */
  readonly code: string;
}

/** Our own ranges, looked up: it exists before the bans are compared, so that none of ours is put on an edge. */
export const OWN_RANGES = 'Custom::Fail2edgeOwnRanges';

export interface OwnRangesProperties {
  /** Hash of the deployed code: they are looked up again when it changes. */
  readonly code: string;
}
