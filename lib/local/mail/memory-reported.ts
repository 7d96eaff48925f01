import type { Reported } from '../../core/report';
import type { Seconds } from '../../core/ruleset';

/** What services were told lately, in memory. */
export function memoryReported(): Reported {
  const told = new Map<string, Seconds>();
  return {
    last: async (key) => told.get(key),
    mark: async (key, at) => {
      told.set(key, at);
    },
  };
}
