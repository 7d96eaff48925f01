import type { RuleMemory, SavedRule } from '../ports';

/** What an edge remembers, in the course of one run. */
export interface Notebook {
  rules(): readonly SavedRule[];
  /** Stores the changed rules, without doubles; does nothing when they are as stored. */
  save(change: (rules: readonly SavedRule[]) => readonly SavedRule[]): Promise<void>;
}

export async function openNotebook(memory: RuleMemory, edge: string): Promise<Notebook> {
  let rules = await memory.load(edge);
  const text = (list: readonly SavedRule[]) => JSON.stringify(list.map((rule) => JSON.stringify(rule)).sort());
  return {
    rules: () => rules,
    save: async (change) => {
      const next = [...new Map(change(rules).map((rule) => [JSON.stringify(rule), rule])).values()];
      if (text(next) === text(rules)) return;
      await memory.save(edge, next);
      rules = next;
    },
  };
}
