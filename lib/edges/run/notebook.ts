import type { RuleMemory, SavedRule } from '../ports';

/** What an edge remembers, in the course of one run. */
export interface Notebook {
  rules(): readonly SavedRule[];
  /** Stores the changed rules, without doubles; does nothing when they are as stored. */
  save(change: (rules: readonly SavedRule[]) => readonly SavedRule[]): Promise<void>;
}

/** The group or network ACL that a rule was saved of. */
const targetOf = (rule: SavedRule): string => (rule.kind === 'group-rule' ? rule.group : rule.acl);

const textOf = (list: readonly SavedRule[]) => JSON.stringify(list.map((rule) => JSON.stringify(rule)).sort());

const withoutDoubles = (rules: readonly SavedRule[]): readonly SavedRule[] => [
  ...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values(),
];

/** What is remembered of each of these places: an edge's targets, and its name, where versions before kept it all. */
async function loadEach(memory: RuleMemory, places: readonly string[]) {
  const loaded = await Promise.all(places.map(async (place) => [place, await memory.load(place)] as const));
  return new Map(loaded);
}

/** What an edge remembers of these groups or network ACLs. */
export async function remembers(
  memory: RuleMemory,
  edge: string,
  targets: readonly string[],
): Promise<readonly SavedRule[]> {
  return withoutDoubles([...(await loadEach(memory, [...targets, edge])).values()].flat());
}

/**
 * Kept by what it is of: an edge that is given another name, or takes over another's group, finds what was done there.
 * @param targets ids of the groups or network ACLs
 */
export async function openNotebook(memory: RuleMemory, edge: string, targets: readonly string[]): Promise<Notebook> {
  // The name comes last: what is moved from there to its target is written before it is forgotten.
  const places = [...new Set([...targets, edge])];
  const stored = await loadEach(memory, places);
  let rules = withoutDoubles([...stored.values()].flat());
  const placeOf = (rule: SavedRule): string => (stored.has(targetOf(rule)) ? targetOf(rule) : edge);
  return {
    rules: () => rules,
    save: async (change) => {
      const next = withoutDoubles(change(rules));
      for (const place of places) {
        const now = next.filter((rule) => placeOf(rule) === place);
        if (textOf(now) === textOf(stored.get(place) ?? [])) continue;
        await memory.save(place, now);
        stored.set(place, now);
      }
      rules = next;
    },
  };
}
