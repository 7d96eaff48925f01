import type { Seconds } from '../../core/ruleset';

/**
 * Caps the new bans of one jail a minute, in this instance of the function: whoever can forge log lines by the thousand
 * must not close the network. What is held back keeps its failures and is banned by its next one in a later minute.
 */
export function createBreaker(): (jail: string, limit: number, clock: Seconds) => boolean {
  const minutes = new Map<string, { minute: number; bans: number }>();
  return (jail, limit, clock) => {
    const minute = Math.floor(clock / 60);
    const counted = minutes.get(jail);
    if (counted?.minute !== minute) {
      minutes.set(jail, { minute, bans: 1 });
      return limit > 0;
    }
    if (counted.bans >= limit) return false;
    counted.bans += 1;
    return true;
  };
}
