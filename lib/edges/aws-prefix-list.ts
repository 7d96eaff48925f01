import type { Edge } from '../core/edge';
import type { EdgeConfig } from '../core/ruleset';
import type { EdgeAccounts, EdgeDefinition } from './definition';
import { isToken, listOption, requiredIds, strangeIds } from './run/options';
import { reconcilePrefixLists } from './run/prefix-reconcile';
import { present } from './run/present';
import { listProbe } from './run/probe';
import { startRun } from './run/run';

/** Entries in a customer-managed prefix list. */
const CAPACITY = 1000;

/**
 * The banned ranges as customer-managed prefix lists, for Network Firewall, route tables and whatever refers to one.
 * What a reference does with them is its owner's business, so a ban's ports play no part. Our entries carry our name as
 * their description; all others stay.
 */
export const awsPrefixList: EdgeDefinition = {
  kind: 'aws-prefix-list',
  capacity: {
    ipv4: CAPACITY,
    ipv6: CAPACITY,
    unit: 'entries in each list, or its MaxEntries',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-prefix-lists',
  },
  option: 'prefixlist',
  problems,
  permissions: (config, { partition, region, account }) => [
    {
      actions: ['ec2:GetManagedPrefixListEntries', 'ec2:ModifyManagedPrefixList'],
      resources: listOption(config, 'prefixlist').map(
        (id) => `arn:${partition}:ec2:${region}:${account}:prefix-list/${id}`,
      ),
    },
    {
      actions: ['ec2:DescribeManagedPrefixLists'],
      resources: ['*'],
      why: 'DescribeManagedPrefixLists has no resource level',
    },
  ],
  present: (config, { prefixLists, pace }) =>
    present(listOption(config, 'prefixlist'), pace, async (id) =>
      (await prefixLists().describe([id])).map((list) => list.id),
    ),
  create,
};

function problems(config: EdgeConfig): readonly string[] {
  return strangeIds(config, 'prefixlist', /^pl-[0-9a-f]{8,17}$/);
}

function create(config: EdgeConfig, accounts: EdgeAccounts): Edge {
  const lists = requiredIds(config, 'prefixlist', problems(config)).filter((id) => !isToken(id));
  return {
    name: config.name,
    kind: 'aws-prefix-list',
    probe: async () => {
      const heads = await startRun(accounts.pace).call(() => accounts.prefixLists().describe(lists));
      return listProbe(lists, heads);
    },
    reconcile: (wanted, context) => reconcilePrefixLists({ lists, accounts }, wanted, context),
  };
}
