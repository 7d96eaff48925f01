import type { Failure } from '../../core/ban';
import { surplusOf } from '../../core/hosts';
import type { Jail, Seconds } from '../../core/ruleset';

/** Late lines still find the failures of their window for this long after it. */
export const LATENESS: Seconds = 3600;
/**
 * Failures that a counter keeps at most, or twice `maxretry`: about 40 KB of 20 bytes each. Whoever fails just too rarely for
 * a ban, a hundred times a minute, is not to make every write of his counter dearer for an hour.
 */
const MOST = 2000;

export const latest = (failures: readonly Failure[]): Seconds => {
  let time = Number.NEGATIVE_INFINITY;
  for (const failure of failures) time = Math.max(time, failure.time);
  return time;
};

/**
 * Of the failures of one (jail, ip) those that may still matter: later than its last clear and within reach of a late line.
 * What lies between others so close that it can fill no window by itself is left out, and of too many the oldest are.
 */
export function worthKeeping(
  jail: Jail,
  failures: readonly Failure[],
  cleared: Seconds = Number.NEGATIVE_INFINITY,
): readonly Failure[] {
  const oldest = Math.max(latest(failures) - jail.findtime - LATENESS, cleared);
  const near = failures.filter(({ time }) => time > oldest);
  const surplus = new Set(surplusOf(jail, near));
  const kept = near.filter((failure) => !surplus.has(failure));
  const most = Math.max(2 * jail.maxretry, MOST);
  // Fewer than may stay, so that the next failure does not make it too many again.
  return kept.length <= most ? kept : newest(kept, Math.ceil(0.75 * most));
}

const newest = (failures: readonly Failure[], count: number): readonly Failure[] =>
  [...failures].sort((a, b) => a.time - b.time).slice(-count);
