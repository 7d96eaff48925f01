import { parseCidr } from '../../core/address';
import type { Ban } from '../../core/ban';
import type { UnbanReason } from '../../core/event';
import type { Ruleset } from '../../core/ruleset';
import { protections } from './edge-rules';
import { type EnforceReport, reconcileAll } from './enforce';
import { liftEach } from './lift';
import { applyOwnLists } from './own-lists';
import type { EnforcePorts } from './ports';
import { rulesNow } from './rules-now';

/**
 * After a deploy: lists that are part of the configuration are applied, bans of jails and lists that are gone and of
 * addresses that are protected now are lifted, then every edge is compared as a whole (a template update may have touched
 * it).
 */
export async function settle(ports: EnforcePorts, deployed: Ruleset): Promise<EnforceReport> {
  const ruleset = await rulesNow(ports, deployed);
  const rules = protections(ruleset);
  const lists = new Set(ruleset.jails.flatMap(({ name, list }) => (list ? [name] : [])));
  const unlisted = await applyOwnLists(ports, ruleset);
  const report = await liftWhere(ports, ruleset, (ban) => {
    const protection = rules.get(ban.jail);
    const cidr = parseCidr(ban.ip);
    if (!protection || !cidr || (ban.origin === 'list' && !lists.has(ban.jail))) return 'config';
    return protection.reason(cidr) ? 'ignoreip' : undefined;
  });
  return { looked: report.looked, failed: new Map([...unlisted, ...report.failed]) };
}

/** Before the stack goes: every ban is lifted and every edge left as it was found. */
export const liftAll = (ports: EnforcePorts, ruleset: Ruleset, reason: UnbanReason): Promise<EnforceReport> =>
  liftWhere(ports, ruleset, () => reason);

async function liftWhere(
  ports: EnforcePorts,
  ruleset: Ruleset,
  reasonFor: (ban: Ban) => UnbanReason | undefined,
): Promise<EnforceReport> {
  const clock = ports.clock();
  const { failed } = await liftEach(ports, ruleset, await ports.bans.live(), {
    edges: () => true,
    liftingOf: (ban) => {
      const reason = reasonFor(ban);
      return reason && { clock, reason, still: () => true };
    },
  });
  const report = await reconcileAll(ports, ruleset, () => true, true);
  return { looked: report.looked, failed: new Map([...failed, ...report.failed]) };
}
