import type { Seconds } from '../../core/ruleset';
import type { Bucket, Timeline } from './page';

/** Steps a person reads easily. */
const STEPS: readonly Seconds[] = [60, 300, 900, 1800, 3600, 10_800, 21_600, 86_400, 604_800, 2_629_800];
/** As many bars as can be told apart on a screen. */
const MOST = 96;
const MINUTE = 60;

/** Failures and bans as they come, counted by the minute: a month is some forty thousand numbers. */
export interface TimelineCounter {
  readonly failed: (time: Seconds, count?: number) => void;
  readonly banned: (time: Seconds) => void;
  /** undefined: nothing was counted. */
  readonly timeline: (from: Seconds, to: Seconds) => Timeline | undefined;
}

export function createTimelineCounter(): TimelineCounter {
  const minutes = new Map<number, { failures: number; bans: number }>();
  const at = (time: Seconds) => {
    const minute = Math.floor(time / MINUTE);
    const known = minutes.get(minute);
    if (known) return known;
    const fresh = { failures: 0, bans: 0 };
    minutes.set(minute, fresh);
    return fresh;
  };
  return {
    failed: (time, count = 1) => {
      at(time).failures += count;
    },
    banned: (time) => {
      at(time).bans += 1;
    },
    timeline: (from, to) => (minutes.size === 0 ? undefined : bucketsOf(minutes, from, to)),
  };
}

function bucketsOf(minutes: ReadonlyMap<number, Bucket>, from: Seconds, to: Seconds): Timeline {
  const fits = (size: Seconds) => Math.floor(to / size) - Math.floor(from / size) < MOST;
  const step = STEPS.find(fits) ?? Math.ceil((to - from) / MOST / MINUTE) * MINUTE;
  const start = Math.floor(from / step) * step;
  const count = Math.floor((to - start) / step) + 1;
  const buckets = Array.from({ length: count }, () => ({ failures: 0, bans: 0 }));
  for (const [minute, { failures, bans }] of minutes) {
    const place = Math.floor((minute * MINUTE - start) / step);
    const bucket = buckets[Math.max(0, Math.min(count - 1, place))];
    if (!bucket) continue;
    bucket.failures += failures;
    bucket.bans += bans;
  }
  return { from: start, step, buckets };
}
