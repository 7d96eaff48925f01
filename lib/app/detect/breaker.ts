import type { BansMade } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';

/** Caps the new bans of one jail a minute. */
export interface Breaker {
  /** Whether one more may be made now; it counts as made when it may. */
  (jail: string, limit: number, clock: Seconds): boolean;
  /** Tells the other instances what this one made, and learns what they did, at every tenth of the limit. */
  share(jail: string, limit: number): Promise<void>;
}

interface Minute {
  readonly minute: number;
  /** Made by all instances, as far as they told. */
  known: number;
  /** Made by this one since it last told. */
  own: number;
}

/** How many times a minute, at most, an instance tells what it made: a write for each tenth of the limit. */
const SHARES = 10;

/**
 * Whoever can forge log lines by the thousand must not close the network. What is held back keeps its failures and is
 * banned by its next one in a later minute. Instances of the function count together, in steps: each may be a tenth of
 * the limit ahead of what the others know of it.
 * @param made where they count; without it each counts for itself
 */
export function createBreaker(made?: BansMade): Breaker {
  const minutes = new Map<string, Minute>();
  const mayBan = (jail: string, limit: number, clock: Seconds): boolean => {
    const minute = Math.floor(clock / 60);
    const counted = minutes.get(jail);
    const now = counted?.minute === minute ? counted : { minute, known: 0, own: 0 };
    minutes.set(jail, now);
    if (now.known + now.own >= limit) return false;
    now.own += 1;
    return true;
  };
  const share = async (jail: string, limit: number): Promise<void> => {
    const now = minutes.get(jail);
    if (!made || !now || now.own < Math.ceil(limit / SHARES)) return;
    const { minute, own } = now;
    now.known += own;
    now.own = 0;
    // A count that cannot be shared is no reason to fail a batch: this instance goes on with what it knows.
    const all = await made.add(jail, minute, own).catch(() => 0);
    now.known = Math.max(now.known, all);
  };
  return Object.assign(mayBan, { share });
}
