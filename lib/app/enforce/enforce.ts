import type { Ruleset } from '../../core/ruleset';
import { asError } from './as-error';
import { edgesOf } from './edge-rules';
import type { EnforcePorts } from './ports';
import { type Looked, reconcile } from './reconcile';
import { rulesNow } from './rules-now';

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

/** Reconciles the edges that `chosen` names; with `request` each is marked first, so that a busy one looks again. */
export async function reconcileAll(
  ports: EnforcePorts,
  ruleset: Ruleset,
  chosen: (edge: string) => boolean,
  request: boolean,
): Promise<EnforceReport> {
  const looked = new Map<string, Looked>();
  const failed = new Map<string, Error>();
  for (const edge of ports.edges.filter(({ name }) => chosen(name))) {
    try {
      if (request) await ports.edgeStates.request(edge.name);
      looked.set(edge.name, await reconcile(ports, ruleset, edge));
    } catch (error) {
      failed.set(edge.name, asError(error));
    }
  }
  return { looked, failed };
}
