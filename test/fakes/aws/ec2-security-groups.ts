import {
  AuthorizeSecurityGroupIngressCommand,
  type AuthorizeSecurityGroupIngressCommandInput,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  type IpPermission,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { AwsError, type Cloud, page } from './cloud';
import { fakeEc2 } from './ec2';

export interface FakeSecurityGroups {
  readonly client: EC2Client;
  create(id: string): void;
  /** A person adds a rule in the console. */
  allow(group: string, rule: Partial<SecurityGroupRule>): void;
  ingress(group: string): SecurityGroupRule[];
}

/** EC2's security groups: 60 rules of one family, references counting in both, whole requests or nothing. */
export function fakeSecurityGroups(cloud: Cloud, quota = 60): FakeSecurityGroups {
  const { client, mock } = fakeEc2();
  const groups = new Map<string, SecurityGroupRule[]>();
  let made = 0;
  const find = (id: string | undefined): SecurityGroupRule[] => {
    const found = groups.get(id ?? '');
    if (!found) throw new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
    return found;
  };
  const stamp = (group: string, rule: Partial<SecurityGroupRule>): SecurityGroupRule => ({
    SecurityGroupRuleId: `sgr-${(++made).toString(16).padStart(17, '0')}`,
    GroupId: group,
    IsEgress: false,
    IpProtocol: 'tcp',
    FromPort: 22,
    ToPort: 22,
    Tags: [],
    ...rule,
  });
  const authorize = (input: AuthorizeSecurityGroupIngressCommandInput) => {
    const rules = find(input.GroupId);
    const Tags = input.TagSpecifications?.[0]?.Tags ?? [];
    const added = (input.IpPermissions ?? []).flatMap(rulesOf).map((rule) => stamp(input.GroupId!, { ...rule, Tags }));
    for (const rule of added) validate(rule);
    const all = [...rules.filter((rule) => !rule.IsEgress), ...added];
    if (new Set(all.map(identity)).size < all.length) {
      throw new AwsError('InvalidPermission.Duplicate', 'the specified rule already exists');
    }
    checkQuota(all, added, quota);
    rules.push(...added);
    return { Return: true, SecurityGroupRules: added, $metadata: {} };
  };
  const revoke = (id: string | undefined, ids: readonly string[]) => {
    const rules = find(id);
    const gone = ids.filter((one) => !rules.some((rule) => rule.SecurityGroupRuleId === one));
    if (gone.length > 0) {
      throw new AwsError('InvalidSecurityGroupRuleId.NotFound', `The rule '${gone[0]}' does not exist`);
    }
    groups.set(
      id!,
      rules.filter((rule) => !ids.includes(rule.SecurityGroupRuleId!)),
    );
    return { Return: true, $metadata: {} };
  };

  mock
    .on(AuthorizeSecurityGroupIngressCommand)
    .callsFake((input) => cloud.faults.serve('AuthorizeSecurityGroupIngress', () => authorize(input)));
  mock
    .on(RevokeSecurityGroupIngressCommand)
    .callsFake((input) =>
      cloud.faults.serve('RevokeSecurityGroupIngress', () => revoke(input.GroupId, input.SecurityGroupRuleIds ?? [])),
    );
  mock.on(DescribeSecurityGroupsCommand).callsFake((input) =>
    cloud.faults.serve('DescribeSecurityGroups', () => {
      const ids: string[] = input.GroupIds ?? [];
      return { SecurityGroups: ids.map((id) => ({ GroupId: id, Rules: find(id).length })), $metadata: {} };
    }),
  );
  mock.on(DescribeSecurityGroupRulesCommand).callsFake((input) =>
    cloud.faults.serve('DescribeSecurityGroupRules', () => {
      const ids: string[] = input.Filters?.[0]?.Values ?? [];
      const all = ids.flatMap((id) => groups.get(id) ?? []).map((rule) => ({ ...rule }));
      const { items, next } = page(all, Math.min(input.MaxResults ?? 1000, 25), input.NextToken);
      return { SecurityGroupRules: items, NextToken: next, $metadata: {} };
    }),
  );

  return {
    client,
    create: (id) => {
      const egress = { IsEgress: true, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '0.0.0.0/0' };
      groups.set(id, [stamp(id, egress)]);
    },
    allow: (group, rule) => void find(group).push(stamp(group, rule)),
    ingress: (group) => find(group).filter((rule) => !rule.IsEgress),
  };
}

function checkQuota(all: readonly SecurityGroupRule[], added: readonly SecurityGroupRule[], quota: number): void {
  const over = (mine: 'CidrIpv4' | 'CidrIpv6', other: 'CidrIpv4' | 'CidrIpv6') =>
    added.some((rule) => rule[mine] !== undefined) && all.filter((rule) => rule[other] === undefined).length > quota;
  if (over('CidrIpv4', 'CidrIpv6') || over('CidrIpv6', 'CidrIpv4')) {
    throw new AwsError('RulesPerSecurityGroupLimitExceeded', 'The maximum number of rules has been reached.');
  }
}

function rulesOf(permission: IpPermission): Partial<SecurityGroupRule>[] {
  const { IpProtocol, IpRanges = [], Ipv6Ranges = [] } = permission;
  const ports = {
    FromPort: IpProtocol === '-1' ? -1 : permission.FromPort,
    ToPort: IpProtocol === '-1' ? -1 : permission.ToPort,
  };
  const target = { IpProtocol, ...ports };
  return [
    ...IpRanges.map((range) => ({ ...target, CidrIpv4: range.CidrIp, Description: range.Description })),
    ...Ipv6Ranges.map((range) => ({ ...target, CidrIpv6: range.CidrIpv6, Description: range.Description })),
  ];
}

const identity = (rule: SecurityGroupRule): string =>
  JSON.stringify([
    rule.IpProtocol,
    rule.FromPort,
    rule.ToPort,
    rule.CidrIpv4,
    rule.CidrIpv6,
    rule.PrefixListId,
    rule.ReferencedGroupInfo?.GroupId,
  ]);

function validate(rule: SecurityGroupRule): void {
  const invalid = (why: string) => new AwsError('InvalidParameterValue', why);
  if (rule.FromPort === undefined || rule.ToPort === undefined) throw invalid('ports are missing');
  if (rule.CidrIpv4 !== undefined && !/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(rule.CidrIpv4)) throw invalid('CidrIp');
  if (rule.CidrIpv6 !== undefined && !/^[0-9a-f:]+\/\d{1,3}$/.test(rule.CidrIpv6)) throw invalid('CidrIpv6');
  if ((rule.Description ?? '').length > 255 || !/^[\w .:/()#,@[\]+=&;{}!$*-]*$/.test(rule.Description ?? '')) {
    throw invalid('Description');
  }
}
