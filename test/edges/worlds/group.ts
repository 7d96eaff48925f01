import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import { overlaps, parseCidr } from '../../../lib/core/address';
import type { EdgeConfig } from '../../../lib/core/ruleset';
import { ec2SecurityGroups } from '../../../lib/edges/aws/ec2-security-groups';
import { awsSecurityGroup } from '../../../lib/edges/aws-security-group';
import type { EdgeAccounts } from '../../../lib/edges/definition';
import type { GroupRule, NewRule, SecurityGroups } from '../../../lib/edges/ports';
import { createBuckets } from '../../../lib/edges/run/bucket';
import { localSecurityGroups } from '../../../lib/local/edges/security-groups';
import { memoryRules } from '../../../lib/stores/memory/rule-memory';
import { fakeCloud } from '../../fakes/aws/cloud';
import { fakeSecurityGroups } from '../../fakes/aws/ec2-security-groups';
import type { Faults } from '../support/faults';
import { faultyPort, portFaults } from '../support/faulty-port';
import { type VirtualPace, virtualPace } from '../support/virtual-pace';
import { banOf, type EdgeWorld, PROTECTED } from '../support/world';

export const GROUP = 'sg-0000000000000001a';

export interface GroupWorld extends EdgeWorld {
  readonly port: SecurityGroups;
  readonly accounts: EdgeAccounts;
  readonly config: EdgeConfig;
  allow(rule: NewRule): void;
  refer(id: string): void;
  /** Sources by `protocol:from-to`. */
  sources(target: string): readonly string[];
}

export const allow = (cidr: string, more: Partial<NewRule> = {}): NewRule => ({
  protocol: 'tcp',
  ports: { from: 22, to: 22 },
  family: cidr.includes(':') ? 'ipv6' : 'ipv4',
  cidr,
  description: undefined,
  tags: {},
  ...more,
});

/** A partner's network, an office with its tags, the world on the web port. */
const START: readonly NewRule[] = [
  allow('203.0.113.0/24', { description: 'partner' }),
  allow('192.0.2.16/28', { description: 'office', tags: { owner: 'ops', cost: '7' } }),
  allow('2001:db8::/62'),
  allow('0.0.0.0/0', { ports: { from: 443, to: 443 } }),
];

type Make = (start?: readonly NewRule[], quota?: number) => GroupWorld;

export const groupWorlds: readonly (readonly [string, Make])[] = [
  ['the SDK adapter and a strict EC2', sdkWorld],
  ['the embedded account', localWorld],
];

const awsLine = (rule: SecurityGroupRule): string => {
  const tags = (rule.Tags ?? []).map((tag) => `${tag.Key}=${tag.Value}`).sort();
  const source = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
  const ports = rule.IpProtocol === '-1' ? '*' : `${rule.FromPort}-${rule.ToPort}`;
  return `${rule.IpProtocol}:${ports} ${source} ${rule.Description ?? ''} ${tags.join()}`;
};

const portLine = (rule: GroupRule): string => {
  const tags = Object.entries(rule.tags).map(([key, value]) => `${key}=${value}`);
  const source = rule.source.kind === 'cidr' ? rule.source.cidr : rule.source.id;
  const ports = rule.ports === null ? '*' : `${rule.ports.from}-${rule.ports.to}`;
  return `${rule.protocol}:${ports} ${source} ${rule.description ?? ''} ${tags.sort().join()}`;
};

const asAws = (rule: NewRule): Partial<SecurityGroupRule> => ({
  IpProtocol: rule.protocol,
  FromPort: rule.ports?.from ?? -1,
  ToPort: rule.ports?.to ?? -1,
  ...(rule.family === 'ipv4' ? { CidrIpv4: rule.cidr } : { CidrIpv6: rule.cidr }),
  ...(rule.description === undefined ? {} : { Description: rule.description }),
  Tags: Object.entries(rule.tags).map(([Key, Value]) => ({ Key, Value })),
});

function sdkWorld(start = START, quota = 60): GroupWorld {
  const cloud = fakeCloud();
  const ec2 = fakeSecurityGroups(cloud, quota);
  ec2.create(GROUP);
  for (const rule of start) ec2.allow(GROUP, asAws(rule));
  return world({
    port: ec2SecurityGroups(ec2.client),
    faults: cloud.faults,
    pace: cloud.pace,
    operations: ['DescribeSecurityGroupRules', 'AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress'],
    lines: () => ec2.ingress(GROUP).map(awsLine),
    allow: (rule) => ec2.allow(GROUP, asAws(rule)),
    refer: (id) => ec2.allow(GROUP, { PrefixListId: id }),
  });
}

function localWorld(start = START, quota = 60): GroupWorld {
  const local = localSecurityGroups(quota);
  const faults = portFaults();
  local.add(GROUP);
  for (const rule of start) void local.authorize(GROUP, [rule]);
  return world({
    port: faultyPort<SecurityGroups>(local, faults),
    faults,
    pace: virtualPace(),
    operations: ['describe', 'authorize', 'revoke'],
    lines: () => local.rules(GROUP).map(portLine),
    allow: (rule) => void local.authorize(GROUP, [rule]),
    refer: (id) => local.refer(GROUP, id),
  });
}

interface Parts {
  readonly port: SecurityGroups;
  readonly faults: Faults;
  readonly pace: VirtualPace;
  readonly operations: readonly [string, string, string];
  readonly lines: () => readonly string[];
  readonly allow: (rule: NewRule) => void;
  readonly refer: (id: string) => void;
}

function world(parts: Parts): GroupWorld {
  const unused = () => {
    throw new Error('a security group edge uses security groups only');
  };
  const accounts: EdgeAccounts = {
    ipSets: unused,
    networkAcls: unused,
    securityGroups: () => parts.port,
    prefixLists: unused,
    memory: memoryRules(),
    pace: parts.pace,
    buckets: createBuckets(),
    sharedBuckets: createBuckets(),
    mayCover: (cidr) => !overlaps(cidr, parseCidr(PROTECTED)!),
  };
  const config: EdgeConfig = {
    name: 'aws-security-group',
    kind: 'aws-security-group',
    options: { securitygroup: GROUP },
  };
  let visitors = 0;
  return {
    edge: awsSecurityGroup.create(config, accounts),
    accounts,
    config,
    port: parts.port,
    faults: parts.faults,
    pace: parts.pace,
    reads: parts.operations[0],
    writes: parts.operations.slice(1),
    allow: parts.allow,
    refer: parts.refer,
    contents: () => [...parts.lines()].sort(),
    sources: (target) =>
      parts
        .lines()
        .filter((text) => text.startsWith(`${target} `))
        .map((text) => text.split(' ')[1]!)
        .sort(),
    bans: [banOf('203.0.113.7/32'), banOf('192.0.2.0/24', 2), banOf('2001:db8:0:1::/64')].map((ban) => ({
      ...ban,
      ports: { protocol: 'tcp' as const, ranges: [{ from: 22, to: 22 }] },
    })),
    undo: () => {
      if (!parts.lines().some((text) => text.includes(' 203.0.113.7/32 '))) parts.allow(allow('203.0.113.7/32'));
    },
    meddle: () => parts.allow(allow(`20.0.0.${++visitors}/32`, { description: 'visitor' })),
  };
}
