import type { RuleMemory, SavedRule } from '../../edges/ports';

/** What edges remember of their own doing, in one process. */
export function memoryRules(): RuleMemory {
  const saved = new Map<string, readonly SavedRule[]>();
  return {
    load: async (place) => saved.get(place) ?? [],
    save: async (place, rules) => {
      saved.set(place, structuredClone(rules));
    },
  };
}
