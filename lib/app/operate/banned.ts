import { contains, parseCidr } from '../../core/address';
import type { Ban } from '../../core/ban';
import { isOver } from '../../core/fold';
import type { Ruleset } from '../../core/ruleset';
import type { OperatePorts } from './ports';

/** The bans in force, in the order they were made. What is past its end is over, whether it is lifted yet or not. */
export async function bannedNow(ports: Pick<OperatePorts, 'bans' | 'clock'>): Promise<readonly Ban[]> {
  return inForce(await ports.bans.live(), ports.clock());
}

export const inForce = (bans: readonly Ban[], clock: number): readonly Ban[] =>
  bans
    .filter((ban) => ban.state === 'live' && !isOver(ban, clock))
    .sort((a, b) => a.time - b.time || (a.ip < b.ip ? -1 : 1));

/** The bans that hold `ip`, an address or a range: its own, or one of a range around it. */
export function holding(bans: readonly Ban[], ip: string): readonly Ban[] {
  const cidr = parseCidr(ip);
  return bans.filter((ban) => {
    const range = parseCidr(ban.ip);
    return cidr !== undefined && range !== undefined && contains(range, cidr);
  });
}

/** Jails that the table knows bans of and the ruleset does not: it is not the deployed one, or a deploy is under way. */
export function strangeJails(bans: readonly Ban[], ruleset: Ruleset): readonly string[] {
  const known = new Set(ruleset.jails.map(({ name }) => name));
  return [...new Set(bans.map(({ jail }) => jail))].filter((jail) => !known.has(jail)).sort();
}
