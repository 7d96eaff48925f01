import type { AppEvent } from '../core/event';
import type { Emit } from '../core/ports';
import { jsonLine, toStandardOutput } from './json-line';

/** fail2ban's levels, the least first. */
export const LEVELS = ['DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type Level = (typeof LEVELS)[number];

export interface LogOptions {
  /** What is below it is not written. @default NOTICE */
  readonly level?: Level;
  /** Takes whole lines. @default standard output */
  readonly write?: (lines: string) => void;
}

export interface Log {
  readonly emit: Emit;
  readonly say: (level: Level, message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/**
 * The functions' log: one line of JSON an event, in the words of `replay --json`, with its level. At the default level
 * failures are counted (metrics) but not written: a line for each would cost more than the detecting does.
 */
export function createLog({ level = 'NOTICE', write = toStandardOutput }: LogOptions = {}): Log {
  const least = LEVELS.indexOf(level);
  const written: ReadonlySet<string> = new Set(LEVELS.slice(least));
  const put = (at: Level, line: object): void => {
    if (!written.has(at)) return;
    try {
      write(jsonLine({ level: at, ...line }));
    } catch {
      // A log that cannot be written must not stop a ban.
    }
  };
  return {
    emit: (event) => put(EVENT_LEVELS[event.event], event),
    say: (at, message, fields) => put(at, { message, ...fields }),
  };
}

const EVENT_LEVELS: Readonly<Record<AppEvent['event'], Level>> = {
  found: 'INFO',
  ignored: 'INFO',
  ban: 'NOTICE',
  prolong: 'NOTICE',
  unban: 'NOTICE',
  overflow: 'WARNING',
};
