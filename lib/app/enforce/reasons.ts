import type { Edge } from '../../core/edge';
import type { Ruleset, Seconds } from '../../core/ruleset';
import type { EnforcePorts } from './ports';

/** A whole comparison runs at least this often, whatever else says that nothing changed. */
const WHOLE_COMPARISON: Seconds = 3600;

/** How far the clock of a function that writes a ban may be behind that of one that looks at an edge. */
const CLOCKS_APART: Seconds = 10;

/**
 * The edges that must look: asked to, not looked at for long, changed by somebody else, or with a ban written since they
 * last looked. The last is what the table's stream tells; here it is found without it, so that a stream that is late,
 * stopped or lost costs a minute at most. Writes nothing.
 */
export async function edgesWithReason(
  ports: EnforcePorts,
  ruleset: Ruleset,
  clock: Seconds,
): Promise<ReadonlySet<string>> {
  const chosen = new Set<string>();
  const idleSince = new Map<string, Seconds>();
  const sort = async (edge: Edge) => {
    const comparedAt = await idleAfter(ports, edge, clock);
    if (comparedAt === undefined) chosen.add(edge.name);
    else idleSince.set(edge.name, comparedAt);
  };
  await Promise.all(ports.edges.map(sort));
  for (const name of await edgesOfNewBans(ports, ruleset, idleSince)) chosen.add(name);
  return chosen;
}

/** When an edge was last compared that has no reason to look by itself. */
async function idleAfter(ports: EnforcePorts, edge: Edge, clock: Seconds): Promise<Seconds | undefined> {
  try {
    const { requested, applied, comparedAt, probe } = await ports.edgeStates.get(edge.name);
    if (requested > applied || clock - comparedAt >= WHOLE_COMPARISON) return undefined;
    return (await edge.probe()) === probe ? comparedAt : undefined;
  } catch {
    // What cannot be read says nothing of the edge: the whole comparison meets the same fault and reports it.
    return undefined;
  }
}

/** Those that a jail closes whose bans were written after the edge was compared. */
async function edgesOfNewBans(
  ports: EnforcePorts,
  ruleset: Ruleset,
  idleSince: ReadonlyMap<string, Seconds>,
): Promise<readonly string[]> {
  if (idleSince.size === 0) return [];
  try {
    const changed = await ports.bans.changedSince(Math.min(...idleSince.values()) - CLOCKS_APART);
    const isNew = (jail: string, edge: string) =>
      (changed.get(jail) ?? Number.NEGATIVE_INFINITY) >
      (idleSince.get(edge) ?? Number.POSITIVE_INFINITY) - CLOCKS_APART;
    return ruleset.jails.flatMap(({ name, edges }) =>
      edges.map(({ edge }) => edge).filter((edge) => isNew(name, edge)),
    );
  } catch {
    return [...idleSince.keys()];
  }
}
