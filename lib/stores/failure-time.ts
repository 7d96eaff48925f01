import type { Failure } from '../core/ban';
import type { Seconds } from '../core/ruleset';

/** Milliseconds since the epoch. Counters keep a failure's time to the millisecond, CloudWatch's own resolution. */
export const toMillis = (time: Seconds): number => Math.round(time * 1000);

export const fromMillis = (millis: number): Seconds => millis / 1000;

/** The failure as every counter store answers it: its time cut to the millisecond. */
export function storedFailure({ time, eventId, host }: Failure): Failure {
  const stored = { time: fromMillis(toMillis(time)), eventId };
  return host === undefined ? stored : { ...stored, host };
}
