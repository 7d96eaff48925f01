import { type Changes, NO_CHANGES, nextEnd, withChanges } from '../../core/changes';
import type { ChangeStore } from '../../core/ports';
import type { Ruleset, Seconds } from '../../core/ruleset';

/** The deployed ruleset with what operators changed since. */
export interface LiveRules {
  /** What was changed, as known at this time. */
  changes(clock: Seconds): Promise<Changes>;
  /** The ruleset as it is at this time; the same object while nothing changes. */
  at(clock: Seconds): Promise<Ruleset>;
  /** The last answer of `at`; before the first, what is deployed. */
  readonly last: Ruleset;
}

/**
 * Reads the changes when it is asked and its knowledge is older than `life` seconds; 0: every time it is asked.
 * Without a store nothing is ever changed.
 */
export function createLiveRules(
  store: Pick<ChangeStore, 'get'> | undefined,
  deployed: Ruleset,
  life: Seconds,
): LiveRules {
  let known = NO_CHANGES;
  let readAt = Number.NEGATIVE_INFINITY;
  let last = deployed;
  let madeOf: Changes = NO_CHANGES;
  let until = Number.POSITIVE_INFINITY;

  async function changes(clock: Seconds): Promise<Changes> {
    // A clock that went back has left the time that the knowledge is of.
    if (store && (clock >= readAt + life || clock < readAt)) {
      known = await store.get();
      readAt = clock;
    }
    return known;
  }

  return {
    changes,
    at: async (clock) => {
      const now = await changes(clock);
      if (now.version !== madeOf.version || clock > until) {
        last = withChanges(deployed, now, clock);
        until = nextEnd(now, clock);
        madeOf = now;
      }
      return last;
    },
    get last() {
      return last;
    },
  };
}
