import type { Edge } from '../core/edge';
import type { EdgeConfig, PortRange } from '../core/ruleset';
import type { EdgeAccounts, EdgeDefinition, Permission, Place } from './definition';
import type { Selective } from './plan/nacl-choice';
import { ACL_CHOICE, type AclChoice, aclChoice } from './run/acl-choice';
import { reconcileNacl } from './run/nacl-reconcile';
import { isToken, listOption, requiredIds, strangeIds, wholeOption } from './run/options';
import { present } from './run/present';
import { aclProbe } from './run/probe';
import { createRefusals } from './run/refusals';
import { startRun } from './run/run';

/** 20 rules each way and family by default, 40 at most, the closing `*` and one allow among them. */
const DEFAULT_CAPACITY = 18;
const MOST_CAPACITY = 38;

/**
 * Bans as ingress denies of network ACLs: whole subnets, at once, open connections too.
 * Denies live in a range of rule numbers that lies before the first allow, for the lowest number that matches wins.
 */
export const awsNacl: EdgeDefinition = {
  kind: 'aws-nacl',
  capacity: {
    ipv4: DEFAULT_CAPACITY,
    ipv6: DEFAULT_CAPACITY,
    unit: 'entries beside `*` and one allow',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-nacls',
  },
  option: 'networkacl',
  problems,
  permissions: (config, place) => [
    ...entryRights(listOption(config, 'networkacl').map(aclChoice), place),
    { actions: ['ec2:DescribeNetworkAcls'], resources: ['*'], why: 'DescribeNetworkAcls has no resource level' },
  ],
  present: (config, { networkAcls, pace }) =>
    present(listOption(config, 'networkacl'), pace, async (id) => [...(await networkAcls().describe([id])).keys()]),
  numbers,
  create,
};

/** Named ACLs by their ARN; those of a VPC or tag by a condition on whatever ACL they turn out to be. */
function entryRights(choices: readonly AclChoice[], { partition, region, account }: Place): readonly Permission[] {
  const actions = ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAclEntry'];
  const arn = (type: string, id: string) => `arn:${partition}:ec2:${region}:${account}:${type}/${id}`;
  const ids = choices.flatMap((choice) => (choice.kind === 'id' ? [arn('network-acl', choice.id)] : []));
  const any = { actions, resources: [arn('network-acl', '*')] };
  return [
    ...(ids.length === 0 ? [] : [{ actions, resources: ids }]),
    ...choices.flatMap((choice): readonly Permission[] => {
      if (choice.kind === 'tag') {
        const why = `a condition holds them to network ACLs with the tag ${choice.key}=${choice.value}`;
        return [{ ...any, conditions: { StringEquals: { [`aws:ResourceTag/${choice.key}`]: choice.value } }, why }];
      }
      if (choice.kind === 'id') return [];
      const why = `a condition holds them to the network ACLs of ${choice.id}, whichever those are at the time`;
      return [{ ...any, conditions: { ArnEquals: { 'ec2:Vpc': arn('vpc', choice.id) } }, why }];
    }),
  ];
}

const selectiveOption = (config: EdgeConfig): Selective | undefined =>
  (['auto', 'yes', 'no'] as const).find((word) => word === (config.options.selective ?? 'auto').trim());

const capacityOption = (config: EdgeConfig): number | undefined =>
  wholeOption(config, 'capacity', { min: 1, max: MOST_CAPACITY, default: DEFAULT_CAPACITY });

function numbers(config: EdgeConfig): PortRange {
  return rulesOption(config) ?? { from: 1, to: 90 };
}

/** `1-90`; rule numbers go to 32766. */
function rulesOption(config: EdgeConfig): PortRange | undefined {
  const [, from, to] = /^\s*(\d{1,5})\s*-\s*(\d{1,5})\s*$/.exec(config.options.rules ?? '1-90') ?? [];
  const rules = { from: Number(from), to: Number(to) };
  return rules.from >= 1 && rules.from <= rules.to && rules.to <= 32766 ? rules : undefined;
}

function problems(config: EdgeConfig): readonly string[] {
  const found = [...strangeIds(config, 'networkacl', ACL_CHOICE)];
  if (!rulesOption(config)) found.push('rules: a range of rule numbers such as 1-90');
  if (!selectiveOption(config)) found.push('selective: auto, yes or no');
  if (capacityOption(config) === undefined) found.push(`capacity: 1 to ${MOST_CAPACITY}`);
  return found;
}

function create(config: EdgeConfig, accounts: EdgeAccounts): Edge {
  const acls = requiredIds(config, 'networkacl', problems(config)).filter((id) => !isToken(id));
  const nacl = {
    name: config.name,
    acls,
    rules: numbers(config),
    capacity: capacityOption(config) ?? DEFAULT_CAPACITY,
    selective: selectiveOption(config) ?? 'auto',
    accounts,
    refusals: createRefusals(),
  };
  return {
    name: config.name,
    kind: 'aws-nacl',
    probe: async () => {
      const read = await startRun(accounts.pace).call(() => accounts.networkAcls().describe(acls));
      return aclProbe(read);
    },
    reconcile: (wanted, context) => reconcileNacl(nacl, wanted, context),
  };
}
