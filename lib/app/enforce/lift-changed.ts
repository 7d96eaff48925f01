import { parseCidr } from '../../core/address';
import type { Ban } from '../../core/ban';
import type { UnbanReason } from '../../core/event';
import type { Protection } from '../../core/protect';
import type { Ruleset, Seconds } from '../../core/ruleset';
import { edgesOf, protections } from './edge-rules';
import { type Lifts, liftEach } from './lift';
import type { EnforcePorts } from './ports';

/**
 * After a change bans are looked at this long: detect may know of it a minute later, and a batch that it began with the
 * old rules may last another.
 */
const AFTERMATH: Seconds = 180;

/** Whether operators changed something a moment ago. */
export async function changedLately({ live, clock }: EnforcePorts): Promise<boolean> {
  if (!live) return false;
  const { version, changedAt } = await live.changes(clock());
  return version > 0 && clock() - changedAt < AFTERMATH;
}

/** Why a change lifts this ban: everybody is let in, or its jail spares the address now. */
export function liftReason(
  { panic }: Ruleset,
  rules: ReadonlyMap<string, Protection>,
  { jail, ip }: Ban,
): UnbanReason | undefined {
  if (panic) return 'panic';
  const cidr = parseCidr(ip);
  return cidr && rules.get(jail)?.reason(cidr) ? 'ignoreip' : undefined;
}

/** Lifts every live ban that what operators changed no longer allows. */
export async function liftChanged(
  ports: Pick<EnforcePorts, 'bans' | 'emit' | 'edges' | 'edgeStates' | 'clock'>,
  ruleset: Ruleset,
): Promise<Lifts> {
  const clock = ports.clock();
  const rules = protections(ruleset);
  const bans = (await ports.bans.live()).filter((ban) => liftReason(ruleset, rules, ban));
  const touched = edgesOf(ruleset, new Set(bans.map(({ jail }) => jail)));
  return liftEach(ports, ruleset, bans, {
    edges: (name) => touched.has(name),
    liftingOf: (ban) => {
      const reason = liftReason(ruleset, rules, ban);
      return reason && { clock, reason, still: () => true };
    },
  });
}
