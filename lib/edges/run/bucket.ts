import type { Bucket, Buckets } from '../ports';

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

/** Buckets of one process. */
export function createBuckets(): Buckets {
  const buckets = new Map<string, Bucket>();
  return (name, rate) => {
    const bucket = buckets.get(name) ?? createBucket(rate);
    buckets.set(name, bucket);
    return bucket;
  };
}
