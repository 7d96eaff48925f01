import type { EdgeConfig, PortRange } from '../core/ruleset';
import type { EdgeAccounts } from './definition';
import { edges } from './index';

type Accounts = Pick<EdgeAccounts, 'ipSets' | 'networkAcls' | 'securityGroups' | 'prefixLists' | 'pace'>;

/** What is there of what an edge writes to. One that cannot be opened for its options never wrote to anything. */
const heldBy = async (config: EdgeConfig, accounts: Accounts): Promise<readonly string[]> =>
  edges[config.kind].problems(config).length > 0 ? [] : edges[config.kind].present(config, accounts);

/** The same edges without what is gone; an edge of which nothing is there any more is left out. */
export async function presentEdges(configs: readonly EdgeConfig[], accounts: Accounts): Promise<readonly EdgeConfig[]> {
  const found: EdgeConfig[] = [];
  for (const config of configs) {
    const ids = await heldBy(config, accounts);
    if (ids.length > 0) found.push(onto(config, ids));
  }
  return found;
}

/**
 * What the edges of before wrote to and those of `after` do not, whatever they are called: a group, an ACL, a set, some of
 * an ACL's rule numbers. Each is an edge as it was, of just that, by which it can be opened. An edge whose bans are never
 * taken off is none of them. What is gone holds no ban.
 */
export async function leftBehind(
  before: readonly EdgeConfig[],
  after: readonly EdgeConfig[],
  accounts: Accounts,
): Promise<readonly EdgeConfig[]> {
  const changed = before.filter(
    (old) => isEmptied(old) && !after.some((now) => JSON.stringify(now) === JSON.stringify(old)),
  );
  const kinds = new Set(changed.map(({ kind }) => kind));
  const held = await reachOf(
    after.filter(({ kind }) => kinds.has(kind)),
    accounts,
  );
  const left: EdgeConfig[] = [];
  for (const old of changed) {
    const parts = new Map<string, { readonly ids: string[]; readonly numbers: PortRange }>();
    for (const id of await heldBy(old, accounts)) {
      for (const numbers of without(numbersOf(old), held.get(`${old.kind} ${id}`) ?? [])) {
        const key = JSON.stringify(numbers);
        const part = parts.get(key) ?? { ids: [], numbers };
        part.ids.push(id);
        parts.set(key, part);
      }
    }
    left.push(...[...parts.values()].map(({ ids, numbers }) => onto(old, ids, numbers)));
  }
  return left;
}

/** `ban-only` and `dry-run` say that nothing is ever taken off: also not when the edge goes. */
const isEmptied = ({ options }: EdgeConfig): boolean => (options.mode ?? 'sync').trim() === 'sync';

/** The rule numbers that these edges have of each thing they write to; of what knows no numbers, all there is. */
async function reachOf(
  configs: readonly EdgeConfig[],
  accounts: Accounts,
): Promise<ReadonlyMap<string, readonly PortRange[]>> {
  const reach = new Map<string, readonly PortRange[]>();
  for (const config of configs) {
    for (const id of await heldBy(config, accounts)) {
      const key = `${config.kind} ${id}`;
      reach.set(key, [...(reach.get(key) ?? []), numbersOf(config)]);
    }
  }
  return reach;
}

const ALL: PortRange = { from: 0, to: 0 };

const numbersOf = (config: EdgeConfig): PortRange => edges[config.kind].numbers?.(config) ?? ALL;

function without(range: PortRange, taken: readonly PortRange[]): readonly PortRange[] {
  return taken.reduce<readonly PortRange[]>(
    (left, { from, to }) =>
      left
        .flatMap((one) => [
          { from: one.from, to: Math.min(one.to, from - 1) },
          { from: Math.max(one.from, to + 1), to: one.to },
        ])
        .filter((one) => one.from <= one.to),
    [range],
  );
}

function onto(config: EdgeConfig, ids: readonly string[], numbers = numbersOf(config)): EdgeConfig {
  const rules = numbers === ALL ? {} : { rules: `${numbers.from}-${numbers.to}` };
  return { ...config, options: { ...config.options, [edges[config.kind].option]: ids.join(','), ...rules } };
}
