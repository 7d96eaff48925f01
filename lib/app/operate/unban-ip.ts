import { type Cidr, formatIp, overlaps, parseCidr } from '../../core/address';
import type { Ban } from '../../core/ban';
import { emptyTicket } from '../../core/fold';
import { banRange, createProtection } from '../../core/protect';
import type { Jail, Ruleset } from '../../core/ruleset';
import { purgeTime } from '../detect/charge';
import { liftBans } from './lift-bans';
import type { OperatePorts } from './ports';

export interface UnbanOrder {
  /** As typed: addresses or ranges. */
  readonly ips: readonly string[];
  /** Only in this jail; `undefined`: in all. */
  readonly jail: Jail | undefined;
}

/** What was lifted for one typed address or range; empty: nothing of it was banned. */
export interface Unbanned {
  readonly ip: string;
  readonly lifted: readonly Ban[];
}

/**
 * An operator's unban: every ban that shares an address with what was typed is lifted, so that afterwards nothing of it
 * is banned. Whether it was banned or not, its older lines never count again.
 * @returns `no-address` with what was typed when some of it is neither address nor range; then nothing was done.
 */
export async function unbanIps(
  ports: OperatePorts,
  ruleset: Ruleset,
  { ips, jail }: UnbanOrder,
): Promise<
  | { readonly kind: 'unbanned'; readonly each: readonly Unbanned[] }
  | { readonly kind: 'no-address'; readonly ip: string }
> {
  const targets = ips.map((ip) => ({ ip, cidr: parseCidr(ip) }));
  const wrong = targets.find(({ cidr }) => !cidr);
  if (wrong) return { kind: 'no-address', ip: wrong.ip };
  const live = (await ports.bans.live())
    .filter((ban) => !jail || ban.jail === jail.name)
    .map((ban) => ({ ban, range: parseCidr(ban.ip) }));
  const each: Unbanned[] = [];
  for (const { ip, cidr } of targets) {
    if (cidr) each.push({ ip, lifted: await unbanOne(ports, ruleset, cidr, { live, jail }) });
  }
  return { kind: 'unbanned', each };
}

/** A live ban with its range read once, however many addresses are typed. */
interface Standing {
  readonly ban: Ban;
  readonly range: Cidr | undefined;
}

async function unbanOne(
  ports: OperatePorts,
  ruleset: Ruleset,
  cidr: Cidr,
  { live, jail }: { readonly live: readonly Standing[]; readonly jail: Jail | undefined },
): Promise<readonly Ban[]> {
  const touched = live.flatMap(({ ban, range }) => (range && overlaps(range, cidr) ? [ban] : []));
  const lifted = await liftBans(ports, ruleset, touched, 'manual');
  for (const one of jail ? [jail] : ruleset.jails) {
    const protection = createProtection({ ...one, self: ruleset.protect });
    const ip = formatIp(banRange(cidr, one.ipv6prefix, protection));
    if (!lifted.some((ban) => ban.jail === one.name && ban.ip === ip)) {
      lifted.push(...(await clear(ports, ruleset, one.name, ip)));
    }
  }
  return lifted;
}

/** `unban --all`: every ban of every jail. */
export async function unbanAll(ports: OperatePorts, ruleset: Ruleset): Promise<readonly Ban[]> {
  return liftBans(ports, ruleset, await ports.bans.live(), 'manual');
}

const TRIES = 10;

/** The ticket under which the address is counted remembers that everything before now is forgiven. */
async function clear(ports: OperatePorts, ruleset: Ruleset, jail: string, ip: string): Promise<readonly Ban[]> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const clock = ports.clock();
    const ticket = (await ports.bans.get(jail, ip)) ?? emptyTicket(jail, ip);
    if (ticket.state === 'live') return liftBans(ports, ruleset, [ticket], 'manual');
    const cleared: Ban = { ...ticket, clearedAt: Math.max(ticket.clearedAt, clock), version: ticket.version + 1 };
    if ((await ports.bans.put(cleared, purgeTime(cleared, ruleset.dbpurgeage))) === 'written') return [];
  }
  throw new Error(`the ticket of ${ip} in jail ${jail} changed ${TRIES} times while it was cleared`);
}
