import {
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  type DescribeNetworkAclsCommandInput,
  type EC2Client,
  type NetworkAcl,
  type NetworkAclEntry,
} from '@aws-sdk/client-ec2';
import type { AclEntry, NetworkAcls } from '../ports';
import { aclChoice } from '../run/acl-choice';
import { ask, given } from './errors';
import { allPages, tokenInput } from './pages';

/** Network ACLs of the client's Region; ingress only. */
export function ec2NetworkAcls(client: EC2Client): NetworkAcls {
  return {
    describe: async (choices) => {
      const acls: NetworkAcl[] = [];
      for (const query of queriesOf(choices)) acls.push(...(await describe(client, query)));
      return new Map(
        acls.map((acl) => [
          given(acl.NetworkAclId, 'NetworkAclId'),
          given(acl.Entries, 'Entries')
            .filter((entry) => entry.Egress === false)
            .map(readEntry),
        ]),
      );
    },
    create: async (acl, entry) => {
      const source = entry.family === 'ipv4' ? { CidrBlock: entry.cidr } : { Ipv6CidrBlock: entry.cidr };
      const ports = entry.ports === null ? {} : { PortRange: { From: entry.ports.from, To: entry.ports.to } };
      const input = {
        NetworkAclId: acl,
        RuleNumber: entry.number,
        RuleAction: entry.action,
        Protocol: entry.protocol,
        Egress: false,
        ...source,
        ...ports,
      };
      const answer = await ask('CreateNetworkAclEntry', () => client.send(new CreateNetworkAclEntryCommand(input)), {
        NetworkAclEntryAlreadyExists: 'taken',
        NetworkAclEntryLimitExceeded: 'limit-exceeded',
      });
      return typeof answer === 'string' ? answer : 'done';
    },
    delete: async (acl, number) => {
      const input = { NetworkAclId: acl, RuleNumber: number, Egress: false };
      const answer = await ask('DeleteNetworkAclEntry', () => client.send(new DeleteNetworkAclEntryCommand(input)), {
        'InvalidNetworkAclEntry.NotFound': 'missing',
      });
      return typeof answer === 'string' ? answer : 'done';
    },
  };
}

const describe = (client: EC2Client, query: DescribeNetworkAclsCommandInput) =>
  allPages(async (token) => {
    const input = { ...query, ...tokenInput(token) };
    const page = await ask('DescribeNetworkAcls', () => client.send(new DescribeNetworkAclsCommand(input)));
    return { items: page.NetworkAcls ?? [], next: page.NextToken };
  });

/** One request for all ids, one for all VPCs, one a tag: filters of one request must all hold. */
function queriesOf(choices: readonly string[]): readonly DescribeNetworkAclsCommandInput[] {
  const chosen = choices.map(aclChoice);
  const ids = chosen.flatMap((choice) => (choice.kind === 'id' ? [choice.id] : []));
  const vpcs = chosen.flatMap((choice) => (choice.kind === 'vpc' ? [choice.id] : []));
  const tags = chosen.flatMap((choice) => (choice.kind === 'tag' ? [choice] : []));
  return [
    ...(ids.length === 0 ? [] : [{ NetworkAclIds: ids }]),
    ...(vpcs.length === 0 ? [] : [{ Filters: [{ Name: 'vpc-id', Values: vpcs }] }]),
    ...tags.map(({ key, value }) => ({ Filters: [{ Name: `tag:${key}`, Values: [value] }] })),
  ];
}

function readEntry(entry: NetworkAclEntry): AclEntry {
  const { From, To } = entry.PortRange ?? {};
  return {
    number: given(entry.RuleNumber, 'RuleNumber'),
    action: entry.RuleAction === 'deny' ? 'deny' : 'allow',
    family: entry.Ipv6CidrBlock === undefined ? 'ipv4' : 'ipv6',
    cidr: given(entry.Ipv6CidrBlock ?? entry.CidrBlock, 'CidrBlock'),
    protocol: given(entry.Protocol, 'Protocol'),
    ports: From === undefined || To === undefined ? null : { from: From, to: To },
  };
}
