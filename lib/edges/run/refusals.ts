import type { Seconds } from '../../core/ruleset';

/**
 * A quota can be raised without a trace in what we read: so long a refusal is believed, then one write asks again. Less
 * than an hour, so that the hourly comparison of an edge that nothing else moves is the one that asks.
 */
const BELIEVED: Seconds = 3000;

/** One family of an ACL or group, as it was read. */
export interface Sight {
  /** All that count, ours and others'. */
  readonly standing: number;
  /** What others hold, as text: differs when they change it. */
  readonly others: string;
  readonly now: Seconds;
}

/** What EC2 refused to go beyond, by resource and family; learned as it happens, in the memory of this process. */
export interface Refusals {
  /** EC2 takes nothing beside what stands. */
  learn(key: string, sight: Sight): void;
  /**
   * The most that EC2 takes, ours and others' together; `undefined`: nothing is known. Never less than what stands, for
   * that EC2 did take. Forgotten when others change theirs, for they may count by more than one, and after a while.
   */
  limit(key: string, sight: Sight): number | undefined;
}

export function createRefusals(): Refusals {
  const known = new Map<string, Sight>();
  return {
    learn: (key, sight) => void known.set(key, sight),
    limit: (key, { standing, others, now }) => {
      const learned = known.get(key);
      if (!learned) return undefined;
      if (learned.others === others && now - learned.now < BELIEVED) return Math.max(learned.standing, standing);
      known.delete(key);
      return undefined;
    },
  };
}
