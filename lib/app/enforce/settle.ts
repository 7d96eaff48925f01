import { parseCidr } from '../../core/address';
import type { Ban } from '../../core/ban';
import type { UnbanReason } from '../../core/event';
import type { Ruleset } from '../../core/ruleset';
import { protections } from './edge-rules';
import { type EnforceReport, reconcileAll } from './enforce';
import { lift } from './expire';
import type { EnforcePorts } from './ports';

/**
 * After a deploy: bans of jails that are gone and of addresses that are protected now are lifted, then every edge is
 * compared as a whole (a template update may have touched it).
 */
export async function settle(ports: EnforcePorts, ruleset: Ruleset): Promise<EnforceReport> {
  const rules = protections(ruleset);
  await liftWhere(ports, ruleset, (ban) => {
    const protection = rules.get(ban.jail);
    const cidr = parseCidr(ban.ip);
    if (!protection || !cidr) return 'config';
    return protection.reason(cidr) ? 'ignoreip' : undefined;
  });
  return reconcileAll(ports, ruleset, () => true, true);
}

/** Before the stack goes: every ban is lifted and every edge left as it was found. */
export async function liftAll(ports: EnforcePorts, ruleset: Ruleset, reason: UnbanReason): Promise<EnforceReport> {
  await liftWhere(ports, ruleset, () => reason);
  return reconcileAll(ports, ruleset, () => true, true);
}

async function liftWhere(
  ports: EnforcePorts,
  ruleset: Ruleset,
  reasonFor: (ban: Ban) => UnbanReason | undefined,
): Promise<void> {
  const clock = ports.clock();
  for (const ban of await ports.bans.live()) {
    const reason = reasonFor(ban);
    if (reason) await lift(ports, ruleset, ban, { clock, reason, still: () => true });
  }
}
