import type { EdgeConfig, EdgeKind } from '../core/ruleset';
import type { Permission, Place } from '../edges/definition';
import { idsOf } from './edge-ids';

type Permissions = (ids: readonly string[], place: Place) => readonly Permission[];

const ec2 = ({ partition, region, account }: Place, kind: string, ids: readonly string[]): readonly string[] =>
  ids.map((id) => `arn:${partition}:ec2:${region}:${account}:${kind}/${id}`);

/** What the writer of each kind of edge calls. Describe and List calls have no resource level in IAM. */
const PERMISSIONS: Readonly<Record<EdgeKind, Permissions>> = {
  'aws-waf': (ids) => [
    { actions: ['wafv2:GetIPSet', 'wafv2:UpdateIPSet'], resources: ids },
    { actions: ['wafv2:ListIPSets'], resources: ['*'] },
  ],
  'aws-nacl': (ids, place) => [
    {
      actions: ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAclEntry'],
      resources: ec2(place, 'network-acl', ids),
    },
    { actions: ['ec2:DescribeNetworkAcls'], resources: ['*'] },
  ],
  'aws-security-group': (ids, place) => [
    {
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
      resources: ec2(place, 'security-group', ids),
    },
    { actions: ['ec2:DescribeSecurityGroupRules'], resources: ['*'] },
  ],
  'aws-prefix-list': (ids, place) => [
    {
      actions: ['ec2:GetManagedPrefixListEntries', 'ec2:ModifyManagedPrefixList'],
      resources: ec2(place, 'prefix-list', ids),
    },
    { actions: ['ec2:DescribeManagedPrefixLists'], resources: ['*'] },
  ],
};

export const edgePermissions = (edge: EdgeConfig, place: Place): readonly Permission[] =>
  PERMISSIONS[edge.kind](idsOf(edge), place);
