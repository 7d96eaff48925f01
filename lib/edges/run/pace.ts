import type { Seconds } from '../../core/ruleset';

/** Time and chance of an edge's run; a virtual one makes runs repeatable. */
export interface Pace {
  /** Seconds since any fixed moment. */
  readonly now: () => Seconds;
  readonly sleep: (seconds: Seconds) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  /** How long one run may go on trying and waiting. Keep it under the function's timeout. */
  readonly patience: Seconds;
}

/** The real clock. */
export const realPace = (patience: Seconds): Pace => ({
  now: () => Date.now() / 1000,
  sleep: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
  random: Math.random,
  patience,
});
