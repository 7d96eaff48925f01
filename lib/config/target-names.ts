import type { Jail } from '../core/ruleset';
import type { Target } from '../core/target';
import type { JailDraft } from './jail';
import { error, type Problem } from './problem';
import type { TargetWish } from './target-wishes';

export interface NamedTargets {
  readonly targets: readonly Target[];
  readonly targetsOf: (draft: JailDraft) => Pick<Jail, 'targets'>;
}

/** Makes targets of one kind with the same options one, and names them, as edges are: the kind, or `kind:actname`. */
export function nameTargets(drafts: readonly JailDraft[], problems: Problem[]): NamedTargets {
  const wishes = drafts.flatMap(({ jail, actions }) => actions.targets.map((wish) => ({ wish, jail: jail.name })));
  const named = new Map<string, Target>();
  for (const { wish, jail } of wishes) {
    const key = keyOf(wish);
    if (named.has(key)) continue;
    const alone = wishes.every((other) => other.wish.kind !== wish.kind || keyOf(other.wish) === key);
    const name = alone ? wish.kind : `${wish.kind}:${wish.actname ?? jail}`;
    if ([...named.values()].some((target) => target.name === name)) {
      const hint = 'give one of them another actname';
      problems.push(error(wish.place, `two notifications with different options are both called '${name}'`, hint));
    }
    named.set(key, { name, kind: wish.kind, options: wish.options });
  }
  const targetsOf = ({ actions }: JailDraft) => {
    const targets = [...new Set(actions.targets.flatMap((wish) => named.get(keyOf(wish))?.name ?? []))];
    return targets.length === 0 ? {} : { targets };
  };
  return { targets: [...named.values()], targetsOf };
}

const keyOf = ({ kind, options }: TargetWish): string => JSON.stringify([kind, options]);
