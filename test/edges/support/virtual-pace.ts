import type { Pace } from '../../../lib/edges/run/pace';

/** A clock that only sleeping moves. */
export interface VirtualPace extends Pace {
  advance(seconds: number): void;
  /** Seconds slept in all. */
  slept(): number;
}

export function virtualPace(patience = 300): VirtualPace {
  let now = 1_000_000;
  let slept = 0;
  let seed = 1;
  return {
    patience,
    now: () => now,
    sleep: async (seconds) => {
      now += seconds;
      slept += seconds;
    },
    random: () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    },
    advance: (seconds) => {
      now += seconds;
    },
    slept: () => slept,
  };
}
