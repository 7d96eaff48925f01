import type { EdgeKind } from '../../core/ruleset';
import type { LookAtEdge } from './entry';
import { lookAtNacl } from './nacl';
import { lookAtPrefixList } from './prefix-list';
import { lookAtSecurityGroup } from './security-group';
import { lookAtWaf } from './waf';

/** How each kind of edge is looked at: one file, one line. */
export const looks: Readonly<Record<EdgeKind, LookAtEdge>> = {
  'aws-nacl': lookAtNacl,
  'aws-prefix-list': lookAtPrefixList,
  'aws-security-group': lookAtSecurityGroup,
  'aws-waf': lookAtWaf,
};
