import type { Edge } from '../core/edge';
import type { EdgeConfig, EdgeKind } from '../core/ruleset';
import { awsNacl } from './aws-nacl';
import { awsPrefixList } from './aws-prefix-list';
import { awsSecurityGroup } from './aws-security-group';
import { awsWaf } from './aws-waf';
import type { EdgeAccounts, EdgeDefinition } from './definition';
import { modeProblems } from './run/options';

/** Every edge there is: one file, one line. */
export const edges = {
  'aws-nacl': awsNacl,
  'aws-prefix-list': awsPrefixList,
  'aws-security-group': awsSecurityGroup,
  'aws-waf': awsWaf,
} as const satisfies Record<EdgeKind, EdgeDefinition>;

/** Opens an edge. Throws `EdgeOptionError` when its options are wrong or lack an id. */
export const createEdge = (config: EdgeConfig, accounts: EdgeAccounts): Edge =>
  edges[config.kind].create(config, accounts);

/** What is wrong with an edge's options, as people read it; empty: nothing. */
export const edgeProblems = (config: EdgeConfig): readonly string[] => [
  ...edges[config.kind].problems(config),
  ...modeProblems(config),
];
