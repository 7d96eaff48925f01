import { formatCidr, overlaps, parseCidr } from '../../../lib/core/address';
import type { EdgeConfig } from '../../../lib/core/ruleset';
import { wafIpSets } from '../../../lib/edges/aws/waf-ip-sets';
import { awsWaf } from '../../../lib/edges/aws-waf';
import type { EdgeAccounts } from '../../../lib/edges/definition';
import type { IpSets } from '../../../lib/edges/ports';
import { createBuckets } from '../../../lib/edges/run/bucket';
import { localIpSets } from '../../../lib/local/edges/ip-sets';
import { fakeCloud } from '../../fakes/aws/cloud';
import { fakeWaf } from '../../fakes/aws/wafv2';
import type { Faults } from '../support/faults';
import { faultyPort, portFaults } from '../support/faulty-port';
import { type VirtualPace, virtualPace } from '../support/virtual-pace';
import { banOf, type EdgeWorld, PROTECTED } from '../support/world';

export interface WafWorld extends EdgeWorld {
  readonly config: EdgeConfig;
  readonly accounts: EdgeAccounts;
  readonly arns: readonly string[];
  addresses(arn: string): readonly string[];
  overwrite(arn: string, addresses: readonly string[]): void;
}

export const arnOf = (n: number, scope = 'regional') =>
  `arn:aws:wafv2:eu-central-1:123456789012:${scope}/ipset/bans-${n}/00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** `sets` IPv4 sets and as many IPv6 sets. */
type Make = (sets?: number) => WafWorld;

export const wafWorlds: readonly (readonly [string, Make])[] = [
  ['the SDK adapter and a strict WAFv2', sdkWorld],
  ['the embedded account', localWorld],
];

const familyOf = (n: number, sets: number) => (n < sets ? 'ipv4' : 'ipv6');
const canonical = (address: string) => formatCidr(parseCidr(address)!);
const protectedRange = parseCidr(PROTECTED)!;

function sdkWorld(sets = 2): WafWorld {
  const cloud = fakeCloud();
  const waf = fakeWaf(cloud);
  const arns = Array.from({ length: sets * 2 }, (_, n) => {
    waf.create(arnOf(n), familyOf(n, sets) === 'ipv4' ? 'IPV4' : 'IPV6');
    return arnOf(n);
  });
  return world({
    arns,
    port: wafIpSets(waf.client),
    faults: cloud.faults,
    pace: cloud.pace,
    operations: ['GetIPSet', 'UpdateIPSet'],
    addresses: (arn) => waf.sets.get(arn)!.addresses.map(canonical).sort(),
    overwrite: waf.overwrite,
  });
}

function localWorld(sets = 2): WafWorld {
  const local = localIpSets();
  const faults = portFaults();
  const arns = Array.from({ length: sets * 2 }, (_, n) => {
    local.add(arnOf(n), familyOf(n, sets));
    return arnOf(n);
  });
  return world({
    arns,
    port: faultyPort<IpSets>(local, faults),
    faults,
    pace: virtualPace(),
    operations: ['get', 'update'],
    addresses: (arn) => [...local.addresses(arn)].sort(),
    overwrite: local.overwrite,
  });
}

interface Parts {
  readonly arns: readonly string[];
  readonly port: IpSets;
  readonly faults: Faults;
  readonly pace: VirtualPace;
  readonly operations: readonly [string, string];
  readonly addresses: (arn: string) => readonly string[];
  readonly overwrite: (arn: string, addresses: readonly string[]) => void;
}

function world({ arns, port, faults, pace, operations, addresses, overwrite }: Parts): WafWorld {
  const unused = () => {
    throw new Error('a WAF edge uses IP sets only');
  };
  const accounts: EdgeAccounts = {
    ipSets: () => port,
    networkAcls: unused,
    securityGroups: unused,
    prefixLists: unused,
    memory: { load: unused, save: unused },
    pace,
    buckets: createBuckets(),
    sharedBuckets: createBuckets(),
    mayCover: (cidr) => !overlaps(cidr, protectedRange),
  };
  const config: EdgeConfig = { name: 'aws-waf', kind: 'aws-waf', options: { ipsets: arns.join(' ') } };
  return {
    edge: awsWaf.create(config, accounts),
    config,
    accounts,
    arns,
    faults,
    pace,
    reads: operations[0],
    writes: [operations[1]],
    addresses,
    overwrite,
    contents: () => arns.flatMap((arn) => addresses(arn).map((address) => `${arn.split('/')[2]} ${address}`)).sort(),
    bans: [banOf('192.0.2.1/32'), banOf('203.0.113.0/24'), banOf('2001:db8::/64'), banOf('2001:db8:0:1::5/128')],
    undo: () => overwrite(arns[0]!, []),
    meddle: () => overwrite(arns[0]!, [...addresses(arns[0]!), '192.0.2.200/32']),
  };
}
