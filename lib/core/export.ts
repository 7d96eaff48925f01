import { type Cidr, formatCidr, formatIp, parseCidr } from './address';
import type { Ban } from './ban';

/** How the current list is written; each ends its lines with LF. */
export const EXPORT_FORMATS = {
  plain: (bans: readonly Ban[]) => lines(rangesOf(bans).map(({ ip }) => ip)),
  cidr: (bans: readonly Ban[]) => lines(rangesOf(bans).map(({ cidr }) => cidr)),
  json: (bans: readonly Ban[]) => lines(inOrder(bans).map(({ ban }) => jsonOf(ban))),
  ipset: (bans: readonly Ban[]) => ipset(rangesOf(bans)),
  nginx: (bans: readonly Ban[]) => lines(rangesOf(bans).map(({ ip }) => `deny ${ip};`)),
} as const satisfies Record<string, (bans: readonly Ban[]) => string>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

interface Range {
  readonly ip: string;
  readonly cidr: string;
  readonly family: 'ipv4' | 'ipv6';
}

/** Each range once, however many jails ban it; a ticket that is no address is left out. */
function rangesOf(bans: readonly Ban[]): readonly Range[] {
  const ranges = new Map<string, Range>();
  for (const { cidr } of inOrder(bans)) {
    ranges.set(formatCidr(cidr), { ip: formatIp(cidr), cidr: formatCidr(cidr), family: cidr.family });
  }
  return [...ranges.values()];
}

/** IPv4 before IPv6, each by number, so that equal lists are equal texts. */
function inOrder(bans: readonly Ban[]) {
  const keyed = bans.flatMap((ban) => {
    const cidr = parseCidr(ban.ip);
    return cidr ? [{ ban, cidr, key: keyOf(cidr, ban.jail) }] : [];
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Texts of one length for the numbers, so that texts compare as they do. */
const keyOf = ({ family, bits, prefix }: Cidr, jail: string): string =>
  `${family} ${bits.toString(16).padStart(32, '0')} ${String(prefix).padStart(3, '0')} ${jail}`;

const jsonOf = ({ jail, ip, time, end, bancount }: Ban): string => JSON.stringify({ jail, ip, time, end, bancount });

/** For `ipset restore`: filled beside the old sets and swapped, so that there is no moment without. */
function ipset(ranges: readonly Range[]): string {
  const sets = [
    { name: 'fail2edge', family: 'inet', members: ranges.filter(({ family }) => family === 'ipv4') },
    { name: 'fail2edge6', family: 'inet6', members: ranges.filter(({ family }) => family === 'ipv6') },
  ];
  return lines(
    sets.flatMap(({ name, family, members }) => [
      `create ${name} hash:net family ${family} maxelem 1048576 -exist`,
      `create ${name}-new hash:net family ${family} maxelem 1048576 -exist`,
      `flush ${name}-new`,
      ...members.map(({ cidr }) => `add ${name}-new ${cidr} -exist`),
      `swap ${name}-new ${name}`,
      `destroy ${name}-new`,
    ]),
  );
}

const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');
