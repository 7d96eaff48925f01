import { setTimeout } from 'node:timers/promises';
import type { EnforcePorts } from '../app/enforce/ports';
import { liftAll, settle } from '../app/enforce/settle';
import type { EdgeConfig, Ruleset, Seconds } from '../core/ruleset';
import type { DeployedEdges } from '../stores/dynamodb/deployed-edges';
import type { Provider } from './custom-resource';
import { replyOf } from './enforce-handlers';
import { readEdges } from './environment';
import type { BansProperties } from './setup-resource';

type Sleep = (seconds: Seconds) => Promise<unknown>;

const BANS_ID = 'fail2edge-bans';

/**
 * The bans on the edges, as a resource of the stack: after every deploy each edge is made equal to the table, and before
 * the stack goes every ban is lifted. `keep` is told what the edges write to, for operators who look at them. An edge that
 * cannot be written fails the deploy, by name.
 */
export function bansProvider(
  ruleset: Ruleset,
  portsFor: (edges: readonly EdgeConfig[]) => EnforcePorts,
  keep: DeployedEdges['save'],
  sleep: Sleep = (seconds) => setTimeout(seconds * 1000),
): Provider<BansProperties> {
  const settled = async ({ edges }: BansProperties) => {
    const configs = readEdges(edges);
    await keep(configs);
    replyOf(await settle(portsFor(configs), ruleset));
    return { physicalId: BANS_ID };
  };
  return {
    // A creation that failed at one edge has closed others: its deletion must open them.
    physicalId: BANS_ID,
    create: settled,
    update: (_, properties) => settled(properties),
    delete: (_, { edges }) => lifted(portsFor(readEdges(edges)), ruleset, sleep),
  };
}

/** Seconds between two tries to lift, and what must be left for an answer. */
const PAUSE: Seconds = 2;
const MARGIN: Seconds = 60;

/**
 * Nobody comes after this look: an edge at which another is still, who may have read the bans before they were lifted, is
 * waited for. @throws when an edge cannot be written, or is not left alone in time
 */
async function lifted(ports: EnforcePorts, ruleset: Ruleset, sleep: Sleep): Promise<void> {
  for (;;) {
    const { edges } = replyOf(await liftAll(ports, ruleset, 'config'));
    const busy = Object.keys(edges).filter((name) => edges[name] === 'busy');
    if (busy.length === 0) return;
    if (ports.remaining() < MARGIN) throw new Error(`another function is still at work on ${busy.join(', ')}`);
    await sleep(PAUSE);
  }
}
