import type { EnforcePorts } from '../app/enforce/ports';
import { liftAll, settle } from '../app/enforce/settle';
import type { EdgeConfig, Ruleset } from '../core/ruleset';
import type { DeployedEdges } from '../stores/dynamodb/deployed-edges';
import type { Provider } from './custom-resource';
import { replyOf } from './enforce-handlers';
import { readEdges } from './environment';
import type { BansProperties } from './setup-resource';

/**
 * The bans on the edges, as a resource of the stack: after every deploy each edge is made equal to the table, and before
 * the stack goes every ban is lifted. `keep` is told what the edges write to, for operators who look at them. An edge that cannot be written fails the deploy, by name.
 */
export function bansProvider(
  ruleset: Ruleset,
  portsFor: (edges: readonly EdgeConfig[]) => EnforcePorts,
  keep: DeployedEdges['save'],
): Provider<BansProperties> {
  const settled = async ({ edges }: BansProperties) => {
    const configs = readEdges(edges);
    await keep(configs);
    replyOf(await settle(portsFor(configs), ruleset));
    return { physicalId: 'fail2edge-bans' };
  };
  return {
    create: settled,
    update: (_, properties) => settled(properties),
    delete: async (_, { edges }) => {
      replyOf(await liftAll(portsFor(readEdges(edges)), ruleset, 'config'));
    },
  };
}
