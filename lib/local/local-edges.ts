import { mayCover } from '../app/enforce/edge-rules';
import type { Edge } from '../core/edge';
import type { EdgeConfig, Ruleset } from '../core/ruleset';
import type { EdgeAccounts } from '../edges/definition';
import { createEdge } from '../edges/index';
import { localAccount } from './edges/account';

/** The ruleset's edges over resources of the embedded account, with the ids that were made for them. */
export function localEdges(ruleset: Ruleset): {
  readonly configs: readonly EdgeConfig[];
  readonly edges: readonly Edge[];
  readonly accounts: EdgeAccounts;
} {
  const { accounts, configs } = localAccount(ruleset.edges, mayCover(ruleset));
  return { accounts, configs, edges: configs.map((config) => createEdge(config, accounts)) };
}
