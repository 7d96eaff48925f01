import type { RuleMemory, SavedRule } from '../../edges/ports';

/** What edges remember of their own doing, in one process. */
export function memoryRules(): RuleMemory {
  const saved = new Map<string, readonly SavedRule[]>();
  return {
    load: async (edge) => saved.get(edge) ?? [],
    save: async (edge, rules) => {
      saved.set(edge, structuredClone(rules));
    },
  };
}
