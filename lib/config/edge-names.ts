import type { EdgeConfig, JailEdge } from '../core/ruleset';
import type { EdgeWish } from './edge-wishes';
import type { JailDraft } from './jail';
import { error, type Problem } from './problem';

export interface NamedEdges {
  readonly edges: readonly EdgeConfig[];
  readonly edgesOf: (draft: JailDraft) => readonly JailEdge[];
}

/**
 * Makes edges of one kind with the same options one, and names them: by the kind, or `kind:actname` (else the jail's name)
 * where jails ask for one kind with different options.
 */
export function nameEdges(drafts: readonly JailDraft[], problems: Problem[]): NamedEdges {
  const wishes = drafts.flatMap(({ jail, actions }) => actions.edges.map((wish) => ({ wish, jail: jail.name })));
  const named = new Map<string, EdgeConfig>();
  for (const { wish, jail } of wishes) {
    const key = keyOf(wish);
    if (named.has(key)) continue;
    const alone = wishes.every((other) => other.wish.kind !== wish.kind || keyOf(other.wish) === key);
    const name = alone || wish.standard ? wish.kind : `${wish.kind}:${wish.actname ?? jail}`;
    if ([...named.values()].some((edge) => edge.name === name)) {
      const hint = 'give one of them another actname';
      problems.push(error(wish.place, `two edges with different options are both called '${name}'`, hint));
    }
    named.set(key, { name, kind: wish.kind, options: wish.options });
  }
  const edgeOf = (wish: EdgeWish): readonly JailEdge[] => {
    const edge = named.get(keyOf(wish));
    return edge ? [{ edge: edge.name, ports: wish.ports }] : [];
  };
  return { edges: [...named.values()], edgesOf: ({ actions }) => actions.edges.flatMap(edgeOf) };
}

const keyOf = ({ kind, options }: EdgeWish): string => JSON.stringify([kind, options]);
