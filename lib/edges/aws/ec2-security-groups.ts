import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  type IpPermission,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import type { GroupRule, NewRule, RuleSource, SecurityGroups } from '../ports';
import { ask, given } from './errors';
import { allPages, tokenInput } from './pages';

/** Security groups of the client's Region; ingress only. */
export function ec2SecurityGroups(client: EC2Client): SecurityGroups {
  return {
    describe: async (groups) => {
      const rules = await allRules(client, groups);
      const silent = groups.filter((group) => !rules.some((rule) => rule.GroupId === group));
      // A group that is gone has no rules either; only asking for the group itself tells.
      if (silent.length > 0) {
        const GroupIds = [...silent];
        await ask('DescribeSecurityGroups', () => client.send(new DescribeSecurityGroupsCommand({ GroupIds })));
      }
      return new Map(
        groups.map((group) => [
          group,
          rules.filter((rule) => rule.GroupId === group && rule.IsEgress === false).map(readRule),
        ]),
      );
    },
    authorize: async (group, rules) => {
      const tags = Object.entries(rules[0]?.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
      const tagged =
        tags.length === 0 ? {} : { TagSpecifications: [{ ResourceType: 'security-group-rule' as const, Tags: tags }] };
      const input = { GroupId: group, IpPermissions: rules.map(permissionOf), ...tagged };
      const answer = await ask(
        'AuthorizeSecurityGroupIngress',
        () => client.send(new AuthorizeSecurityGroupIngressCommand(input)),
        { 'InvalidPermission.Duplicate': 'duplicate', RulesPerSecurityGroupLimitExceeded: 'limit-exceeded' },
      );
      return typeof answer === 'string' ? answer : 'done';
    },
    revoke: async (group, ruleIds) => {
      const input = { GroupId: group, SecurityGroupRuleIds: [...ruleIds] };
      const answer = await ask(
        'RevokeSecurityGroupIngress',
        () => client.send(new RevokeSecurityGroupIngressCommand(input)),
        { 'InvalidPermission.NotFound': 'missing', 'InvalidSecurityGroupRuleId.NotFound': 'missing' },
      );
      return typeof answer === 'string' ? answer : 'done';
    },
  };
}

function allRules(client: EC2Client, groups: readonly string[]): Promise<readonly SecurityGroupRule[]> {
  const Filters = [{ Name: 'group-id', Values: [...groups] }];
  return allPages(async (token) => {
    const input = { Filters, MaxResults: 1000, ...tokenInput(token) };
    const page = await ask('DescribeSecurityGroupRules', () =>
      client.send(new DescribeSecurityGroupRulesCommand(input)),
    );
    return { items: page.SecurityGroupRules ?? [], next: page.NextToken };
  });
}

function readRule(rule: SecurityGroupRule): GroupRule {
  const protocol = given(rule.IpProtocol, 'IpProtocol');
  const { FromPort, ToPort } = rule;
  const ported = protocol !== '-1' && FromPort !== undefined && ToPort !== undefined;
  return {
    id: given(rule.SecurityGroupRuleId, 'SecurityGroupRuleId'),
    protocol,
    ports: ported ? { from: FromPort, to: ToPort } : null,
    source: sourceOf(rule),
    description: rule.Description,
    tags: Object.fromEntries((rule.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
  };
}

function sourceOf(rule: SecurityGroupRule): RuleSource {
  if (rule.CidrIpv4 !== undefined) return { kind: 'cidr', family: 'ipv4', cidr: rule.CidrIpv4 };
  if (rule.CidrIpv6 !== undefined) return { kind: 'cidr', family: 'ipv6', cidr: rule.CidrIpv6 };
  return { kind: 'other', id: rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? 'unknown' };
}

function permissionOf(rule: NewRule): IpPermission {
  const note = rule.description === undefined ? {} : { Description: rule.description };
  return {
    IpProtocol: rule.protocol,
    ...(rule.ports === null ? {} : { FromPort: rule.ports.from, ToPort: rule.ports.to }),
    ...(rule.family === 'ipv4'
      ? { IpRanges: [{ CidrIp: rule.cidr, ...note }] }
      : { Ipv6Ranges: [{ CidrIpv6: rule.cidr, ...note }] }),
  };
}
