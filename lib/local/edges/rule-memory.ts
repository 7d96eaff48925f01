import type { RuleMemory, SavedRule } from '../../edges/ports';

/** Rule memory that lives as long as the process. */
export function localRuleMemory(): RuleMemory {
  const stored = new Map<string, readonly SavedRule[]>();
  return {
    load: async (edge) => stored.get(edge) ?? [],
    save: async (edge, rules) => {
      stored.set(edge, structuredClone(rules));
    },
  };
}
