import {
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  type EC2Client,
  type NetworkAclEntry,
} from '@aws-sdk/client-ec2';
import type { AclEntry, NetworkAcls } from '../ports';
import { ask, given } from './errors';
import { allPages, tokenInput } from './pages';

/** Network ACLs of the client's Region; ingress only. */
export function ec2NetworkAcls(client: EC2Client): NetworkAcls {
  return {
    describe: async (ids) => {
      const acls = await allPages(async (token) => {
        const input = { NetworkAclIds: [...ids], ...tokenInput(token) };
        const page = await ask('DescribeNetworkAcls', () => client.send(new DescribeNetworkAclsCommand(input)));
        return { items: page.NetworkAcls ?? [], next: page.NextToken };
      });
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
