import type { Failure } from '../../core/ban';
import type { Clock, CounterKey, CounterList, CounterStore } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';
import { storedFailure, toMillis } from '../failure-time';

interface Counter {
  readonly key: CounterKey;
  readonly failures: Map<string, Failure>;
  expiresAt: Seconds;
}

/** A counter as it is kept in a file. */
export interface SavedCounter extends CounterKey {
  readonly failures: readonly Failure[];
  readonly expiresAt: Seconds;
}

export interface MemoryCounters extends CounterStore, CounterList {
  /** Every counter that still holds a failure. */
  readonly dump: () => readonly SavedCounter[];
}

/** Counters looked at once more for expiry when their number has doubled since. */
const FIRST_SWEEP = 10_000;

/**
 * Counters of one process. Expired ones are dropped now and then, as DynamoDB's TTL does: never to be relied on.
 */
export function memoryCounters(clock: Clock, from: readonly SavedCounter[] = []): MemoryCounters {
  const counters = new Map<string, Counter>();
  let sweepAt = FIRST_SWEEP;

  function sweep(): void {
    const now = clock();
    for (const [key, counter] of counters) if (counter.expiresAt < now) counters.delete(key);
    sweepAt = Math.max(FIRST_SWEEP, counters.size * 2);
  }

  function counterOf(key: CounterKey, expiresAt: Seconds): Counter {
    const known = counters.get(keyOf(key));
    if (known) return known;
    if (counters.size >= sweepAt) sweep();
    const created = { key, failures: new Map<string, Failure>(), expiresAt };
    counters.set(keyOf(key), created);
    return created;
  }

  const all = (key: CounterKey): readonly Failure[] => [...(counters.get(keyOf(key))?.failures.values() ?? [])];

  function put(key: CounterKey, failures: readonly Failure[], expiresAt: Seconds): readonly Failure[] {
    const counter = counterOf(key, expiresAt);
    counter.expiresAt = expiresAt;
    for (const failure of failures) {
      const member = memberOf(failure);
      if (!counter.failures.has(member)) counter.failures.set(member, storedFailure(failure));
    }
    return [...counter.failures.values()];
  }

  for (const { jail, ip, failures, expiresAt } of from) put({ jail, ip }, failures, expiresAt);

  return {
    add: async (key, failures, expiresAt) => (failures.length === 0 ? all(key) : put(key, failures, expiresAt)),
    remove: async (key, failures) => {
      const counter = counters.get(keyOf(key));
      for (const failure of failures) counter?.failures.delete(memberOf(failure));
    },
    get: async (key) => all(key),
    each: async (tell, jail) => {
      for (const { key, failures } of counters.values()) {
        if (failures.size > 0 && (jail === undefined || key.jail === jail)) tell(key, [...failures.values()]);
      }
    },
    dump: () =>
      [...counters.values()]
        .filter(({ failures }) => failures.size > 0)
        .map(({ key, failures, expiresAt }) => ({ ...key, failures: [...failures.values()], expiresAt })),
  };
}

const keyOf = (key: CounterKey): string => `${key.jail}\n${key.ip}`;

function memberOf({ time, eventId, host }: Failure): string {
  const member = `${toMillis(time)}#${eventId}`;
  return host === undefined ? member : `${member}#${host}`;
}
