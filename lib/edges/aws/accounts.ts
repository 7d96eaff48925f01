import { EC2Client } from '@aws-sdk/client-ec2';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import type { Cidr } from '../../core/address';
import type { Seconds } from '../../core/ruleset';
import type { EdgeAccounts } from '../definition';
import type { Buckets, RuleMemory } from '../ports';
import { createBuckets } from '../run/bucket';
import { realPace } from '../run/pace';
import { ec2NetworkAcls } from './ec2-network-acls';
import { ec2PrefixLists } from './ec2-prefix-lists';
import { ec2SecurityGroups } from './ec2-security-groups';
import { wafIpSets } from './waf-ip-sets';

/**
 * Milliseconds. An answer that does not come in time is asked for again while the run has time; without the last the
 * handler only warns of it.
 */
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

export interface AwsAccountOptions {
  readonly memory: RuleMemory;
  /** For the account's quotas, over all functions. @default this process alone, for who only reads */
  readonly sharedBuckets?: Buckets;
  readonly mayCover: (cidr: Cidr) => boolean;
  /** How long one run may go on trying; under the function's timeout. */
  readonly patience: Seconds;
}

/**
 * The account and Region the process runs in; WAF also of other Regions (CLOUDFRONT: us-east-1). Clients are made when
 * first used and try each request once: the run's own retries know its deadline.
 */
export function awsAccounts(options: AwsAccountOptions): EdgeAccounts {
  const buckets = createBuckets();
  const { memory, sharedBuckets = buckets, mayCover, patience } = options;
  const ec2 = once(() => new EC2Client({ maxAttempts: 1, requestHandler: TIMEOUTS }));
  const waf = new Map<string, WAFV2Client>();
  const wafOf = (region: string): WAFV2Client => {
    const client = waf.get(region) ?? new WAFV2Client({ region, maxAttempts: 1, requestHandler: TIMEOUTS });
    waf.set(region, client);
    return client;
  };
  return {
    ipSets: (region) => wafIpSets(wafOf(region)),
    networkAcls: () => ec2NetworkAcls(ec2()),
    securityGroups: () => ec2SecurityGroups(ec2()),
    prefixLists: () => ec2PrefixLists(ec2()),
    memory,
    pace: realPace(patience),
    ...{ buckets, sharedBuckets },
    mayCover,
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
