import type { Ban } from '../../core/ban';
import type { UnbanReason } from '../../core/event';
import type { Ruleset } from '../../core/ruleset';
import { liftTogether } from '../enforce/lift';
import type { OperatePorts } from './ports';

/** Lifts these bans; answers those that were lifted, as they are now. Throws after all were tried when one failed. */
export async function liftBans(
  ports: OperatePorts,
  ruleset: Ruleset,
  bans: readonly Ban[],
  reason: UnbanReason,
): Promise<Ban[]> {
  const lifting = { clock: ports.clock(), reason, still: () => true };
  const { lifted, failed } = await liftTogether(
    ports,
    ruleset,
    bans.map((ban) => ({ ban, lifting })),
  );
  const [error] = failed.values();
  if (error) throw error;
  return [...lifted];
}
