import type { Edge } from '../core/edge';
import type { EdgeConfig } from '../core/ruleset';
import type { EdgeAccounts, EdgeDefinition } from './definition';
import { reconcileGroups } from './run/group-reconcile';
import { isToken, listOption, requiredIds, strangeIds, wholeOption } from './run/options';
import { present } from './run/present';
import { groupProbe } from './run/probe';
import { createRefusals } from './run/refusals';
import { startRun } from './run/run';

/** Inbound rules of one family in a security group; can be raised to 1,000 over all groups of an interface. */
const DEFAULT_CAPACITY = 60;

const MADE_AGAIN = 'a rule that is made again gets its tags back, and its id is not known before it is made';

/**
 * Bans in security groups. Groups only allow: a rule whose source lies inside the ban is revoked and made again on unban,
 * one that is wider is split around the ban when the pieces fit. A rule that lets in some of the ban's ports is closed for
 * the banned range as a whole. Tracked connections stay up.
 */
export const awsSecurityGroup: EdgeDefinition = {
  kind: 'aws-security-group',
  capacity: {
    ipv4: DEFAULT_CAPACITY,
    ipv6: DEFAULT_CAPACITY,
    unit: 'inbound rules in each group',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups',
  },
  option: 'securitygroup',
  problems,
  permissions: (config, { partition, region, account }) => [
    {
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
      resources: listOption(config, 'securitygroup').map(
        (id) => `arn:${partition}:ec2:${region}:${account}:security-group/${id}`,
      ),
    },
    {
      actions: ['ec2:AuthorizeSecurityGroupIngress'],
      resources: [`arn:${partition}:ec2:${region}:${account}:security-group-rule/*`],
      why: MADE_AGAIN,
    },
    {
      actions: ['ec2:CreateTags'],
      resources: [`arn:${partition}:ec2:${region}:${account}:security-group-rule/*`],
      conditions: { StringEquals: { 'ec2:CreateAction': 'AuthorizeSecurityGroupIngress' } },
      why: MADE_AGAIN,
    },
    {
      actions: ['ec2:DescribeSecurityGroupRules', 'ec2:DescribeSecurityGroups'],
      resources: ['*'],
      why: 'DescribeSecurityGroups and DescribeSecurityGroupRules have no resource level',
    },
  ],
  present: (config, { securityGroups, pace }) =>
    present(listOption(config, 'securitygroup'), pace, async (id) => [
      ...(await securityGroups().describe([id])).keys(),
    ]),
  create,
};

const capacityOption = (config: EdgeConfig): number | undefined =>
  wholeOption(config, 'capacity', { min: 1, max: 1000, default: DEFAULT_CAPACITY });

function problems(config: EdgeConfig): readonly string[] {
  const found = [...strangeIds(config, 'securitygroup', /^sg-[0-9a-f]{8,17}$/)];
  if (capacityOption(config) === undefined) found.push('capacity: 1 to 1000');
  return found;
}

function create(config: EdgeConfig, accounts: EdgeAccounts): Edge {
  const groups = requiredIds(config, 'securitygroup', problems(config)).filter((id) => !isToken(id));
  const edge = {
    name: config.name,
    groups,
    capacity: capacityOption(config) ?? DEFAULT_CAPACITY,
    accounts,
    refusals: createRefusals(),
  };
  return {
    name: config.name,
    kind: 'aws-security-group',
    probe: async () => {
      const read = await startRun(accounts.pace).call(() => accounts.securityGroups().describe(groups));
      return groupProbe(groups.map((group) => read.get(group) ?? []));
    },
    reconcile: (wanted, context) => reconcileGroups(edge, wanted, context),
  };
}
