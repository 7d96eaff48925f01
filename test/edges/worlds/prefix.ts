import { overlaps, parseCidr } from '../../../lib/core/address';
import type { EdgeConfig } from '../../../lib/core/ruleset';
import { ec2PrefixLists } from '../../../lib/edges/aws/ec2-prefix-lists';
import { awsPrefixList } from '../../../lib/edges/aws-prefix-list';
import type { EdgeAccounts } from '../../../lib/edges/definition';
import type { PrefixLists } from '../../../lib/edges/ports';
import { createBuckets } from '../../../lib/edges/run/bucket';
import { localPrefixLists } from '../../../lib/local/edges/prefix-lists';
import { fakeCloud } from '../../fakes/aws/cloud';
import { fakePrefixLists } from '../../fakes/aws/ec2-prefix-lists';
import type { Faults } from '../support/faults';
import { faultyPort, portFaults } from '../support/faulty-port';
import { type VirtualPace, virtualPace } from '../support/virtual-pace';
import { banOf, type EdgeWorld, PROTECTED } from '../support/world';

export const LIST4 = 'pl-00000000000000004';
export const LIST6 = 'pl-00000000000000006';

export interface PrefixWorld extends EdgeWorld {
  readonly port: PrefixLists;
  readonly accounts: EdgeAccounts;
  readonly config: EdgeConfig;
  put(cidr: string, description?: string): void;
  cidrs(): readonly string[];
}

type Make = (maxEntries?: number) => PrefixWorld;

export const prefixWorlds: readonly (readonly [string, Make])[] = [
  ['the SDK adapter and a strict EC2', sdkWorld],
  ['the embedded account', localWorld],
];

const listOf = (cidr: string) => (cidr.includes(':') ? LIST6 : LIST4);

function sdkWorld(maxEntries = 1000): PrefixWorld {
  const cloud = fakeCloud();
  const ec2 = fakePrefixLists(cloud);
  ec2.create(LIST4, 'IPv4', maxEntries);
  ec2.create(LIST6, 'IPv6', maxEntries);
  return world({
    port: ec2PrefixLists(ec2.client),
    faults: cloud.faults,
    pace: cloud.pace,
    operations: ['GetManagedPrefixListEntries', 'ModifyManagedPrefixList'],
    lines: () => [LIST4, LIST6].flatMap((id) => ec2.entries(id).map((one) => `${one.Cidr} ${one.Description ?? ''}`)),
    put: (cidr, Description) => ec2.put(listOf(cidr), { Cidr: cidr, Description }),
  });
}

function localWorld(maxEntries = 1000): PrefixWorld {
  const local = localPrefixLists();
  const faults = portFaults();
  local.add(LIST4, 'ipv4', maxEntries);
  local.add(LIST6, 'ipv6', maxEntries);
  return world({
    port: faultyPort<PrefixLists>(local, faults),
    faults,
    pace: virtualPace(),
    operations: ['entries', 'modify'],
    lines: () => [LIST4, LIST6].flatMap((id) => local.list(id).map((one) => `${one.cidr} ${one.description ?? ''}`)),
    put: (cidr, description) => local.put(listOf(cidr), { cidr, description }),
  });
}

interface Parts {
  readonly port: PrefixLists;
  readonly faults: Faults;
  readonly pace: VirtualPace;
  readonly operations: readonly [string, string];
  readonly lines: () => readonly string[];
  readonly put: (cidr: string, description: string | undefined) => void;
}

function world(parts: Parts): PrefixWorld {
  const unused = () => {
    throw new Error('a prefix list edge uses prefix lists only');
  };
  const accounts: EdgeAccounts = {
    ipSets: unused,
    networkAcls: unused,
    securityGroups: unused,
    prefixLists: () => parts.port,
    memory: { load: unused, save: unused },
    pace: parts.pace,
    buckets: createBuckets(),
    sharedBuckets: createBuckets(),
    mayCover: (cidr) => !overlaps(cidr, parseCidr(PROTECTED)!),
  };
  const config: EdgeConfig = {
    name: 'aws-prefix-list',
    kind: 'aws-prefix-list',
    options: { prefixlist: `${LIST4} ${LIST6}` },
  };
  let visitors = 0;
  return {
    edge: awsPrefixList.create(config, accounts),
    accounts,
    config,
    port: parts.port,
    faults: parts.faults,
    pace: parts.pace,
    reads: parts.operations[0],
    writes: [parts.operations[1]],
    put: (cidr, description) => parts.put(cidr, description),
    cidrs: () => parts.lines().map((line) => line.split(' ')[0]!),
    contents: () => [...parts.lines()].sort(),
    bans: [banOf('192.0.2.1/32'), banOf('203.0.113.0/24'), banOf('2001:db8::/64')],
    undo: async () => {
      const [head] = await parts.port.describe([LIST4]);
      const stands = (await parts.port.entries(LIST4)).some(({ cidr }) => cidr === '192.0.2.1/32');
      if (head && stands) await parts.port.modify(LIST4, head.version, { add: [], remove: ['192.0.2.1/32'] });
    },
    meddle: () => parts.put(`20.0.0.${++visitors}/32`, 'office'),
  };
}
