import type { Failure } from './ban';
import { grouped } from './grouped';
import type { Jail } from './ruleset';

/**
 * Failures that can never matter to a jail that counts hosts: of one host, in each stretch of `findtime`, all but the
 * earliest and the latest `maxretry`. A window is as long as a stretch, so it lies in two at most, and holds the end of
 * one and the beginning of the next: whether it has `maxretry` failures, and of which hosts, the kept ones say, and no
 * window becomes full first at one that is left out. Without this, one host that fails on and on, and bans nobody, would
 * fill the counter.
 * @param failures in any order
 */
export function surplusOf(
  { maxretry, findtime }: Pick<Jail, 'maxretry' | 'findtime'>,
  failures: readonly Failure[],
): readonly Failure[] {
  const stretches = grouped(failures, ({ time, host }) => `${Math.floor(time / findtime)} ${host}`);
  return [...stretches.values()]
    .filter(({ length }) => length > 2 * maxretry)
    .flatMap((stretch) => stretch.sort((a, b) => a.time - b.time).slice(maxretry, -maxretry));
}
