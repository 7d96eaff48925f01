import type { Seconds } from '../core/ruleset';

/** Seconds since the epoch, as the machine has them. The functions' one clock. */
export const wallClock = (): Seconds => Date.now() / 1000;
