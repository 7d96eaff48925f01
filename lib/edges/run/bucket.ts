import type { Seconds } from '../../core/ruleset';

/** A token bucket of one token: requests leave at least `1 / rate` seconds apart. */
export interface Bucket {
  /**
   * Takes the next free place and answers how long to wait for it; undefined: it comes after `latest`, and none is taken,
   * so that whoever gives up does not hold up those who come later.
   */
  reserve(now: Seconds, latest: Seconds): Promise<Seconds | undefined>;
}

/** @param rate requests a second. */
export function createBucket(rate: number): Bucket {
  let free = Number.NEGATIVE_INFINITY;
  return {
    reserve: async (now, latest) => {
      const at = Math.max(now, free);
      if (at > latest) return undefined;
      free = at + 1 / rate;
      return at - now;
    },
  };
}

/** Buckets by name: whoever asks for the same name shares the bucket. */
export type Buckets = (name: string, rate: number) => Bucket;

/** Buckets of one process. */
export function createBuckets(): Buckets {
  const buckets = new Map<string, Bucket>();
  return (name, rate) => {
    const bucket = buckets.get(name) ?? createBucket(rate);
    buckets.set(name, bucket);
    return bucket;
  };
}
