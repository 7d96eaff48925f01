import type { Emit } from '../core/ports';
import type { Unreadable } from '../stores/dynamodb/bans';
import type { Environment } from './environment';
import { createLog, type Log } from './log';
import { createMetrics, type Metrics } from './metrics';
import { wallClock } from './wall-clock';

/** A function's log and metrics, fed by the same events. */
export interface Observer {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly emit: Emit;
  /** A ticket that cannot be read: it stays where it is, and a person must mend or delete it. */
  readonly onUnreadable: (ticket: Unreadable) => void;
}

export function createObserver({ stack }: Pick<Environment, 'stack'>): Observer {
  const log = createLog();
  const metrics = createMetrics({ stack, clock: wallClock });
  return {
    log,
    metrics,
    emit: (event) => {
      log.emit(event);
      metrics.emit(event);
    },
    onUnreadable: ({ jail, message }) => {
      log.say('ERROR', message, { jail });
      metrics.unreadable();
    },
  };
}
