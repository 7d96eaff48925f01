import type { Ban } from '../../core/ban';
import type { UnbanReason } from '../../core/event';
import type { Ruleset } from '../../core/ruleset';
import { lift } from '../enforce/lift';
import type { OperatePorts } from './ports';

/** Bans that are lifted at the same time: thousands must not take minutes. */
const PARALLEL = 16;

/** Lifts these bans; answers those that were lifted, as they are now. */
export async function liftBans(
  ports: OperatePorts,
  ruleset: Ruleset,
  bans: readonly Ban[],
  reason: UnbanReason,
): Promise<Ban[]> {
  const lifted: Ban[] = [];
  for (let at = 0; at < bans.length; at += PARALLEL) {
    const lifting = { clock: ports.clock(), reason, still: () => true };
    const some = bans.slice(at, at + PARALLEL).map((ban) => lift(ports, ruleset, ban, lifting));
    for (const over of await Promise.all(some)) if (over) lifted.push(over);
  }
  return lifted;
}
