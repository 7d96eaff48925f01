import type { Failure } from '../../core/ban';
import type { Clock, CounterKey, CounterStore } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';
import { storedFailure, toMillis } from '../failure-time';

interface Counter {
  readonly failures: Map<string, Failure>;
  expiresAt: Seconds;
}

/** Counters looked at once more for expiry when their number has doubled since. */
const FIRST_SWEEP = 10_000;

/**
 * Counters of one process. Expired ones are dropped now and then, as DynamoDB's TTL does: never to be relied on.
 */
export function memoryCounters(clock: Clock): CounterStore {
  const counters = new Map<string, Counter>();
  let sweepAt = FIRST_SWEEP;

  function sweep(): void {
    const now = clock();
    for (const [key, counter] of counters) if (counter.expiresAt < now) counters.delete(key);
    sweepAt = Math.max(FIRST_SWEEP, counters.size * 2);
  }

  function counterOf(key: string, expiresAt: Seconds): Counter {
    const known = counters.get(key);
    if (known) return known;
    if (counters.size >= sweepAt) sweep();
    const created = { failures: new Map<string, Failure>(), expiresAt };
    counters.set(key, created);
    return created;
  }

  const all = (key: CounterKey): readonly Failure[] => [...(counters.get(keyOf(key))?.failures.values() ?? [])];

  return {
    add: async (key, failures, expiresAt) => {
      if (failures.length === 0) return all(key);
      const counter = counterOf(keyOf(key), expiresAt);
      counter.expiresAt = expiresAt;
      for (const failure of failures) {
        const member = memberOf(failure);
        if (!counter.failures.has(member)) counter.failures.set(member, storedFailure(failure));
      }
      return [...counter.failures.values()];
    },
    remove: async (key, failures) => {
      const counter = counters.get(keyOf(key));
      for (const failure of failures) counter?.failures.delete(memberOf(failure));
    },
    get: async (key) => all(key),
  };
}

const keyOf = (key: CounterKey): string => `${key.jail}\n${key.ip}`;

function memberOf({ time, eventId, host }: Failure): string {
  const member = `${toMillis(time)}#${eventId}`;
  return host === undefined ? member : `${member}#${host}`;
}
