import { setTimeout } from 'node:timers/promises';
import { type EnforceReport, reconcileAll } from '../app/enforce/enforce';
import type { EnforcePorts } from '../app/enforce/ports';
import { liftAll, settle } from '../app/enforce/settle';
import type { EdgeConfig, Ruleset, Seconds } from '../core/ruleset';
import type { DeployedEdges } from '../stores/dynamodb/deployed-edges';
import type { Provider } from './custom-resource';
import { replyOf } from './enforce-handlers';
import { readEdges } from './environment';
import type { BansProperties } from './setup-resource';

export interface BansParts {
  readonly ruleset: Ruleset;
  readonly open: (edges: readonly EdgeConfig[]) => EnforcePorts;
  /** Told what the edges write to, for operators who look at them. */
  readonly deployed: DeployedEdges;
  /** The edges without what is gone. */
  readonly present: (edges: readonly EdgeConfig[]) => Promise<readonly EdgeConfig[]>;
  /** What the edges of before wrote to and those of now do not. */
  readonly leftBehind: (before: readonly EdgeConfig[], now: readonly EdgeConfig[]) => Promise<readonly EdgeConfig[]>;
  /** Told what a rollback had to leave on an edge. */
  readonly warn: (message: string) => void;
  /** @default a timer */
  readonly sleep?: (seconds: Seconds) => Promise<unknown>;
}

const BANS_ID = 'fail2edge-bans';

/**
 * The bans on the edges, as a resource of the stack: after every deploy each edge is made equal to the table and what
 * edges left behind is opened, and before the stack goes every ban is lifted. An edge that cannot be written fails the
 * deploy, by name.
 */
export function bansProvider(parts: BansParts): Provider<BansProperties> {
  const { ruleset, open, deployed, present } = parts;
  return {
    // A creation that failed at one edge has closed others: its deletion must open them.
    physicalId: BANS_ID,
    create: async (properties) => {
      const edges = readEdges(properties.edges);
      replyOf(await settle(open(edges), ruleset));
      await deployed.save(edges);
      return { physicalId: BANS_ID };
    },
    update: async (_, properties, old) => {
      await moved(parts, readEdges(old.edges), readEdges(properties.edges));
      return { physicalId: BANS_ID };
    },
    delete: async (_, properties) => {
      // On an edge that is gone stands no ban.
      const ports = open(await present(readEdges(properties.edges)));
      await undisturbed(parts, ports, () => liftAll(ports, ruleset, 'config'));
    },
  };
}

/** The new edges are closed before the old ones are opened: nobody who is banned comes in between. */
async function moved(parts: BansParts, before: readonly EdgeConfig[], now: readonly EdgeConfig[]): Promise<void> {
  const { ruleset, open, deployed, leftBehind } = parts;
  const ports = open(now);
  const left = await leftBehind(before, now);
  if (left.length === 0) replyOf(await settle(ports, ruleset));
  else {
    await undisturbed(parts, ports, () => settle(ports, ruleset));
    await leave(parts, left, now);
    // What did not fit beside the old entries fits now.
    replyOf(await settle(ports, ruleset));
  }
  await deployed.save(now);
}

/** Opens what was left behind, one after the other: edges of one name share a lease. */
async function leave(parts: BansParts, left: readonly EdgeConfig[], now: readonly EdgeConfig[]): Promise<void> {
  const { open, deployed, warn } = parts;
  const failed: string[] = [];
  for (const config of left) {
    const ports = open([config]);
    // The bans stand, only nothing is wanted here any more.
    const nothing: Ruleset = { ...parts.ruleset, edges: [config], panic: true };
    const lift = () => reconcileAll(ports, nothing, () => true, true);
    await undisturbed(parts, ports, lift).catch((error: unknown) => failed.push(String(error)));
  }
  if (failed.length === 0) return;
  const message = `bans may stay on what an edge left behind: ${failed.join('; ')}`;
  // On the way back to what was deployed there is no way further back: an edge we never could write holds no ban.
  if (JSON.stringify(await deployed.load()) === JSON.stringify(now)) return warn(message);
  throw new Error(`${message}. Deploy this version with the edges as they were first, then change them`);
}

/** Seconds between two tries, and what must be left for an answer. */
const PAUSE: Seconds = 2;
const MARGIN: Seconds = 60;

/**
 * Nobody comes after this look: an edge at which another is still, who may have read the bans before they were changed, is
 * waited for. @throws when an edge cannot be written, or is not left alone in time
 */
async function undisturbed(
  { sleep = (seconds) => setTimeout(seconds * 1000) }: BansParts,
  { remaining }: EnforcePorts,
  look: () => Promise<EnforceReport>,
): Promise<void> {
  // What an invocation whose time is over does on, when the next one wakes the process, would undo what that one does.
  if (remaining() < MARGIN) throw new Error('no time left for the next edge');
  for (;;) {
    const { edges } = replyOf(await look());
    const busy = Object.keys(edges).filter((name) => edges[name] === 'busy');
    if (busy.length === 0) return;
    if (remaining() < MARGIN) throw new Error(`another function is still at work on ${busy.join(', ')}`);
    await sleep(PAUSE);
  }
}
