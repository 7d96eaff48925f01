import { createDetect } from '../../lib/app/detect/detect';
import type { AppEvent } from '../../lib/core/event';
import type { Ruleset } from '../../lib/core/ruleset';
import { detectHandler } from '../../lib/runtime/detect-handler';
import { createLog } from '../../lib/runtime/log';
import { createMetrics } from '../../lib/runtime/metrics';
import { tuneV8 } from '../../lib/runtime/v8-flags';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryCounters } from '../../lib/stores/memory/counters';
import { memorySessions } from '../../lib/stores/memory/sessions';
import { OWNER } from '../inputs/write';

/** Calls of the table since the last reset. */
export interface TableCalls {
  counterWrites: number;
  counterPrunes: number;
  counterReads: number;
  ticketWrites: number;
  ticketReads: number;
  sessionWrites: number;
  sessionReads: number;
}

const none = (): TableCalls => ({
  ...{
    counterWrites: 0,
    counterPrunes: 0,
    counterReads: 0,
    ticketWrites: 0,
    ticketReads: 0,
    sessionWrites: 0,
    sessionReads: 0,
  },
});

/** The deployed detect function over a table in memory, which counts what it is asked. Log and metrics go nowhere, but are made. */
export function detectInMemory(ruleset: Ruleset, onEvent?: (event: AppEvent) => void) {
  tuneV8();
  let now = 0;
  const clock = () => now;
  const calls = none();
  const counters = memoryCounters(clock);
  const bans = memoryBans();
  const sessions = memorySessions(clock);
  const counted =
    <A extends unknown[], R>(name: keyof TableCalls, call: (...args: A) => R) =>
    (...args: A): R => {
      calls[name] += 1;
      return call(...args);
    };
  const log = createLog({ write: () => undefined });
  const metrics = createMetrics({ stack: 'bench', clock, write: () => undefined });
  const ports = {
    counters: {
      ...counters,
      add: counted('counterWrites', counters.add),
      remove: counted('counterPrunes', counters.remove),
      get: counted('counterReads', counters.get),
    },
    bans: {
      ...bans,
      get: counted('ticketReads', bans.get),
      ofIp: counted('ticketReads', bans.ofIp),
      put: counted('ticketWrites', bans.put),
    },
    sessions: { load: counted('sessionReads', sessions.load), save: counted('sessionWrites', sessions.save) },
    emit: (event: AppEvent) => {
      log.emit(event);
      metrics.emit(event);
      onEvent?.(event);
    },
    failures: onEvent ? ('told' as const) : ('counted' as const),
    count: metrics.count,
    arrival: (timestamp: number) => {
      now = Math.max(now, timestamp);
      return now;
    },
    random: () => 0.5,
    resolve: async () => [],
  };
  const handler = detectHandler({
    detect: createDetect(ports, ruleset),
    ownAccount: OWNER,
    onRefused: (reason) => {
      throw new Error(`a payload of the benchmark was refused: ${reason}`);
    },
    flush: metrics.flush,
  });
  const reset = () => Object.assign(calls, none());
  return { handler, calls, reset };
}
