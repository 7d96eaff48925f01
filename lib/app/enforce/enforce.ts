import type { Edge } from '../../core/edge';
import type { Ruleset } from '../../core/ruleset';
import { asError } from './as-error';
import { coalesced } from './coalesced';
import { edgesOf } from './edge-rules';
import type { EnforcePorts } from './ports';
import { type Looked, reconcile } from './reconcile';
import { rulesNow } from './rules-now';
import { createTurns } from './turns';

/** What a run over several edges came to; an edge that failed never keeps the others from their turn. */
export interface EnforceReport {
  readonly looked: ReadonlyMap<string, Looked>;
  /** By edge; by `ip in jail` for a ban that could not be lifted. */
  readonly failed: ReadonlyMap<string, Error>;
}

/**
 * Asks every edge that one of `jails` closes to look at the table. A kick carries no ban: whatever it says, the edge
 * is made equal to the table as it stands.
 */
export async function enforce(
  ports: EnforcePorts,
  deployed: Ruleset,
  jails: ReadonlySet<string>,
): Promise<EnforceReport> {
  const ruleset = await rulesNow(ports, deployed);
  const edges = edgesOf(ruleset, jails);
  return reconcileAll(ports, ruleset, (name) => edges.has(name), true);
}

/**
 * Reconciles the edges that `chosen` names, at the same time: one that is throttled delays no other. With `request` each is
 * marked first, so that a busy one looks again. The bans are read once for all who are ready.
 */
export async function reconcileAll(
  ports: EnforcePorts,
  ruleset: Ruleset,
  chosen: (edge: string) => boolean,
  request: boolean,
): Promise<EnforceReport> {
  const looked = new Map<string, Looked>();
  const failed = new Map<string, Error>();
  const { bans } = ports;
  const read = { live: coalesced(() => bans.live()), all: coalesced(() => bans.all()) };
  const shared = { ...ports, bans: { ...bans, ...read }, turns: createTurns() };
  const look = async (edge: Edge): Promise<Looked> => {
    if (request) await ports.edgeStates.request(edge.name);
    return reconcile(shared, ruleset, edge);
  };
  // WAF takes longest: where looks take turns, it comes last.
  const edges = ports.edges
    .filter(({ name }) => chosen(name))
    .sort((a, b) => Number(a.kind === 'aws-waf') - Number(b.kind === 'aws-waf'));
  const ended = await Promise.allSettled(edges.map(look));
  for (const [index, { name }] of edges.entries()) {
    const result = ended[index];
    if (result?.status === 'fulfilled') looked.set(name, result.value);
    else failed.set(name, asError(result?.reason));
  }
  return { looked, failed };
}
