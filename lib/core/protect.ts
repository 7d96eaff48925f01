import { type Cidr, contains, parseCidr, widthOf, withPrefix } from './address';
import { type CidrSet, cidrSet } from './cidr-set';
import type { IgnoreReason } from './event';

/** Never banned, whatever the configuration says: "this network", loopback, link-local, multicast and above, `::`. */
const NEVER = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', '::', '::1', 'fe80::/10', 'ff00::/8'];

/** Private ranges (RFC 1918, RFC 4193), never banned unless `ignorelocal = false`. */
const LOCAL = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

export interface ProtectRules {
  /** CIDRs; host names among them are skipped here, their addresses are given by whoever resolves them. */
  readonly ignoreip: readonly string[];
  /** The jail's `ignoreself`: protects `self`. */
  readonly ignoreself: boolean;
  readonly ignorelocal: boolean;
  /** Our own public addresses and VPC ranges. */
  readonly self: readonly string[];
}

export interface Protection {
  /** Why this range must not be banned: it holds, or lies in, an address nobody may ban. */
  reason(cidr: Cidr): Extract<IgnoreReason, 'ignoreip' | 'ignoreself' | 'never-ban' | 'panic'> | undefined;
}

const read = (texts: readonly string[]): CidrSet => cidrSet(texts.flatMap((text) => parseCidr(text) ?? []));

const ALWAYS = read([...NEVER, ...LOCAL]);
const ALWAYS_BUT_LOCAL = read(NEVER);

/** While banning is stopped nobody is banned. */
export const PANIC: Protection = { reason: () => 'panic' };

/** The rules of one jail, made once; checked when counting and again at the last step before an edge. */
export function createProtection(rules: ProtectRules): Protection {
  const ignored = read(rules.ignoreip);
  const self = read(rules.self);
  const never = rules.ignorelocal ? ALWAYS : ALWAYS_BUT_LOCAL;
  return {
    reason: (cidr) => {
      if (ignored.touches(cidr)) return 'ignoreip';
      if (rules.ignoreself && self.touches(cidr)) return 'ignoreself';
      return never.touches(cidr) ? 'never-ban' : undefined;
    },
  };
}

/**
 * What an offender is counted and banned by: an IPv4 address itself, an IPv6 address by its prefix, unless that prefix
 * covers a protected address: then by its own /128.
 */
export function banRange(address: Cidr, ipv6prefix: number, protection: Protection): Cidr {
  if (address.family === 'ipv4' || address.prefix < widthOf('ipv6')) return address;
  const range = withPrefix(address, ipv6prefix);
  return contains(range, address) && protection.reason(range) === undefined ? range : address;
}
