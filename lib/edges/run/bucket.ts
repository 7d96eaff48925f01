import type { Seconds } from '../../core/ruleset';

/** A token bucket of one token: requests leave at least `1 / rate` seconds apart. */
export interface Bucket {
  /** Takes the next free place and answers how long to wait for it. */
  reserve(now: Seconds): Seconds;
}

/** @param rate requests a second. */
export function createBucket(rate: number): Bucket {
  let free = Number.NEGATIVE_INFINITY;
  return {
    reserve: (now) => {
      const at = Math.max(now, free);
      free = at + 1 / rate;
      return at - now;
    },
  };
}

/** Buckets by name: whoever asks for the same name shares the bucket. */
export type Buckets = (name: string, rate: number) => Bucket;

export function createBuckets(): Buckets {
  const buckets = new Map<string, Bucket>();
  return (name, rate) => {
    const bucket = buckets.get(name) ?? createBucket(rate);
    buckets.set(name, bucket);
    return bucket;
  };
}
