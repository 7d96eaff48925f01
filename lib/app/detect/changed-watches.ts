import { changedJail } from '../../core/changes';
import { createProtection, PANIC } from '../../core/protect';
import type { Jail, Ruleset, Seconds } from '../../core/ruleset';
import type { LiveRules } from '../run-time/live-rules';
import type { Found } from './match-batch';
import type { Watch } from './watch';

/** Failures with their jails as they are now. */
export interface FoundNow {
  readonly found: readonly Found[];
  readonly ruleset: Ruleset;
}

/**
 * The one place where failures meet what operators changed at run time: the jails' limits and whom they spare. It is
 * asked only for batches that hold failures; matching is never touched.
 */
export function createChangedWatches(
  live: LiveRules,
  deployed: Ruleset,
): (found: readonly Found[], clock: Seconds) => Promise<FoundNow> {
  let changed = new WeakMap<Watch, Watch>();
  let madeOf = deployed;
  return async (found, clock) => {
    if (found.length === 0) return { found, ruleset: live.last };
    const ruleset = await live.at(clock);
    if (ruleset === deployed) return { found, ruleset };
    if (ruleset !== madeOf) changed = new WeakMap();
    madeOf = ruleset;
    const changes = await live.changes(clock);
    const now = (watch: Watch): Watch => {
      const known = changed.get(watch) ?? changedWatch(watch, changedJail(watch.jail, changes, clock), ruleset);
      changed.set(watch, known);
      return known;
    };
    return {
      ruleset,
      found: found.flatMap((one) => {
        const watch = now(one.watch);
        return watch.jail.idle ? [] : [{ ...one, watch }];
      }),
    };
  };
}

function changedWatch(watch: Watch, jail: Jail, { protect, panic }: Ruleset): Watch {
  return { ...watch, jail, protection: panic ? PANIC : createProtection({ ...jail, self: protect }) };
}
