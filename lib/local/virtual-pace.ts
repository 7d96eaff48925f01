import type { Pace } from '../edges/run/pace';

/** Waiting without time passing: a replay's edges never wait for a real clock. */
export function virtualPace(): Pace {
  let now = 0;
  return {
    now: () => now,
    sleep: async (seconds) => {
      now += seconds;
    },
    random: () => 0.5,
    patience: Number.POSITIVE_INFINITY,
  };
}
