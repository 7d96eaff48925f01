import type { Seconds } from '../../core/ruleset';
import { EdgeApiError } from '../api-error';
import type { Bucket } from '../ports';
import type { Pace } from './pace';

const FIRST_DELAY: Seconds = 0.2;
const LONGEST_DELAY: Seconds = 20;

/** One run over an edge, inside its deadline. */
export interface Run {
  /**
   * Makes a request; throttling and 5xx are tried again after capped exponential backoff with full jitter
   * (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/). Throws the last failure when
   * the deadline would pass, and at once what another try cannot cure.
   */
  call<T>(request: () => Promise<T>): Promise<T>;
  /** Waits for a place in the bucket. Throws `deadline` when it comes too late. */
  turn(bucket: Bucket, operation: string): Promise<void>;
  /** Throws `deadline` instead of sleeping past it. */
  pause(seconds: Seconds, operation: string): Promise<void>;
}

export function startRun(pace: Pace): Run {
  const deadline = pace.now() + pace.patience;
  const pause = async (seconds: Seconds, operation: string): Promise<void> => {
    if (seconds <= 0) return;
    if (pace.now() + seconds > deadline) throw new EdgeApiError('deadline', operation, 'no time left to wait');
    await pace.sleep(seconds);
  };
  return {
    pause,
    turn: async (bucket, operation) => {
      const wait = await bucket.reserve(pace.now(), deadline);
      if (wait === undefined) throw new EdgeApiError('deadline', operation, 'no time left to wait for a turn');
      if (wait > 0) await pace.sleep(wait);
    },
    call: async (request) => {
      for (let tries = 0; ; tries++) {
        try {
          return await request();
        } catch (error) {
          const delay = pace.random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** tries);
          const again = error instanceof EdgeApiError && error.retryable && pace.now() + delay <= deadline;
          if (!again) throw error;
          await pace.sleep(delay);
        }
      }
    },
  };
}
