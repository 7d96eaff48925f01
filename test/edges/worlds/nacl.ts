import type { NetworkAclEntry } from '@aws-sdk/client-ec2';
import { overlaps, parseCidr } from '../../../lib/core/address';
import type { Edge } from '../../../lib/core/edge';
import { ec2NetworkAcls } from '../../../lib/edges/aws/ec2-network-acls';
import { awsNacl } from '../../../lib/edges/aws-nacl';
import type { EdgeAccounts } from '../../../lib/edges/definition';
import type { AclEntry, NetworkAcls } from '../../../lib/edges/ports';
import { createBuckets } from '../../../lib/edges/run/bucket';
import { localNetworkAcls } from '../../../lib/local/edges/network-acls';
import { memoryRules } from '../../../lib/stores/memory/rule-memory';
import { fakeCloud } from '../../fakes/aws/cloud';
import { fakeNetworkAcls } from '../../fakes/aws/ec2-network-acls';
import type { Faults } from '../support/faults';
import { faultyPort, portFaults } from '../support/faulty-port';
import { type VirtualPace, virtualPace } from '../support/virtual-pace';
import { banOf, type EdgeWorld, PROTECTED } from '../support/world';

export const ACL = 'acl-0000000000000001a';
export const SECOND = 'acl-0000000000000002b';

export interface NaclWorld extends EdgeWorld {
  readonly port: NetworkAcls;
  readonly accounts: EdgeAccounts;
  /** Ingress entries as `number action cidr protocol:from-to`. */
  lines(acl?: string): readonly string[];
  /** A person adds an ingress entry. */
  put(entry: AclEntry, acl?: string): void;
  drop(number: number): void;
  /** The same account seen with other options. */
  withOptions(options: Readonly<Record<string, string>>): Edge;
}

export interface NaclSetting {
  readonly quota?: number;
  readonly options?: Readonly<Record<string, string>>;
  readonly acls?: readonly string[];
}

type Make = (setting?: NaclSetting) => NaclWorld;

export const naclWorlds: readonly (readonly [string, Make])[] = [
  ['the SDK adapter and a strict EC2', sdkWorld],
  ['the embedded account', localWorld],
];

const line = (entry: AclEntry) =>
  `${entry.number} ${entry.action} ${entry.cidr} ${entry.protocol}${entry.ports ? `:${entry.ports.from}-${entry.ports.to}` : ''}`;

const asAws = (entry: AclEntry): NetworkAclEntry => ({
  RuleNumber: entry.number,
  RuleAction: entry.action,
  Protocol: entry.protocol,
  Egress: false,
  ...(entry.family === 'ipv4' ? { CidrBlock: entry.cidr } : { Ipv6CidrBlock: entry.cidr }),
  ...(entry.ports ? { PortRange: { From: entry.ports.from, To: entry.ports.to } } : {}),
});

const awsLine = (entry: NetworkAclEntry): string => {
  const ports = entry.PortRange ? `:${entry.PortRange.From}-${entry.PortRange.To}` : '';
  return `${entry.RuleNumber} ${entry.RuleAction} ${entry.CidrBlock ?? entry.Ipv6CidrBlock} ${entry.Protocol}${ports}`;
};

const byNumber = (a: string, b: string) => Number.parseInt(a, 10) - Number.parseInt(b, 10);

function sdkWorld(setting: NaclSetting = {}): NaclWorld {
  const cloud = fakeCloud();
  const ec2 = fakeNetworkAcls(cloud, setting.quota);
  for (const acl of setting.acls ?? [ACL]) ec2.create(acl);
  return world(setting, {
    port: ec2NetworkAcls(ec2.client),
    faults: cloud.faults,
    pace: cloud.pace,
    operations: ['DescribeNetworkAcls', 'CreateNetworkAclEntry', 'DeleteNetworkAclEntry'],
    lines: (acl) =>
      ec2
        .entries(acl)
        .filter((entry) => !entry.Egress)
        .map(awsLine)
        .sort(byNumber),
    put: (acl, entry) => ec2.put(acl, asAws(entry)),
    drop: (acl, number) => ec2.drop(acl, number),
  });
}

function localWorld(setting: NaclSetting = {}): NaclWorld {
  const local = localNetworkAcls(setting.quota);
  const faults = portFaults();
  for (const acl of setting.acls ?? [ACL]) local.add(acl);
  return world(setting, {
    port: faultyPort<NetworkAcls>(local, faults),
    faults,
    pace: virtualPace(),
    operations: ['describe', 'create', 'delete'],
    lines: (acl) => local.entries(acl).map(line),
    put: (acl, entry) => void local.create(acl, entry),
    drop: (acl, number) => void local.delete(acl, number),
  });
}

interface Parts {
  readonly port: NetworkAcls;
  readonly faults: Faults;
  readonly pace: VirtualPace;
  readonly operations: readonly [string, string, string];
  readonly lines: (acl: string) => readonly string[];
  readonly put: (acl: string, entry: AclEntry) => void;
  readonly drop: (acl: string, number: number) => void;
}

function world(setting: NaclSetting, parts: Parts): NaclWorld {
  const acls = setting.acls ?? [ACL];
  const unused = () => {
    throw new Error('a network ACL edge uses network ACLs only');
  };
  const accounts: EdgeAccounts = {
    ipSets: unused,
    networkAcls: () => parts.port,
    securityGroups: unused,
    prefixLists: unused,
    memory: memoryRules(),
    pace: parts.pace,
    buckets: createBuckets(),
    sharedBuckets: createBuckets(),
    mayCover: (cidr) => !overlaps(cidr, parseCidr(PROTECTED)!),
  };
  const withOptions = (options: Readonly<Record<string, string>>) =>
    awsNacl.create(
      { name: 'aws-nacl', kind: 'aws-nacl', options: { networkacl: acls.join(','), ...options } },
      accounts,
    );
  return {
    edge: withOptions(setting.options ?? {}),
    withOptions,
    accounts,
    port: parts.port,
    faults: parts.faults,
    pace: parts.pace,
    reads: parts.operations[0],
    writes: parts.operations.slice(1),
    lines: (acl = ACL) => parts.lines(acl),
    put: (entry, acl = ACL) => parts.put(acl, entry),
    drop: (number) => parts.drop(ACL, number),
    contents: () => acls.flatMap((acl) => parts.lines(acl).map((text) => `${acl} ${text}`)),
    bans: [
      banOf('192.0.2.1/32'),
      banOf('203.0.113.0/24', 2, {
        protocol: 'tcp',
        ranges: [
          { from: 80, to: 80 },
          { from: 443, to: 443 },
        ],
      }),
      banOf('2001:db8::/64', 1, { protocol: 'tcp', ranges: [{ from: 22, to: 22 }] }),
    ],
    undo: () => {
      const found = parts.lines(ACL).find((text) => text.includes(' deny 192.0.2.1/32 '));
      if (found) parts.drop(ACL, Number.parseInt(found, 10));
    },
    meddle: () => {
      const free = 60 + parts.lines(ACL).length;
      const office = { family: 'ipv4', cidr: '192.0.2.200/32', protocol: '-1', ports: null } as const;
      parts.put(ACL, { number: free, action: 'deny', ...office });
    },
  };
}
