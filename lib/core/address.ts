import { readIpv4, readIpv6 } from './address-text';

export type Family = 'ipv4' | 'ipv6';

/** A range of addresses with a common prefix (RFC 4632, RFC 4291 2.3); a single address is a /32 or /128. */
export interface Cidr {
  readonly family: Family;
  /** The range's first address; host bits are zero. */
  readonly bits: bigint;
  readonly prefix: number;
}

/** Bits of an address: 32 or 128. */
export const widthOf = (family: Family): number => (family === 'ipv4' ? 32 : 128);

const MAPPED = 0xffffn << 32n;

/**
 * Reads one address, strictly: dotted quads without leading zeros, short, hex or integer forms (RFC 6943 3.1.1), IPv6 as
 * RFC 4291 2.2 without a zone id. An IPv4-mapped IPv6 address is the IPv4 address it carries, whatever its notation.
 * @returns undefined when the text is anything else.
 */
export function parseAddress(text: string): Cidr | undefined {
  const quad = readIpv4(text);
  if (quad !== undefined) return { family: 'ipv4', bits: BigInt(quad), prefix: 32 };
  const groups = readIpv6(text);
  if (!groups) return undefined;
  const bits = groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
  if (bits >> 32n === 0xffffn) return { family: 'ipv4', bits: bits ^ MAPPED, prefix: 32 };
  return { family: 'ipv6', bits, prefix: 128 };
}

/**
 * Reads `address` or `address/prefix`; host bits are masked away, `address/255.255.255.0` is understood for IPv4.
 * @returns undefined when the text is neither, or the prefix is longer than the address.
 */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return parseAddress(text);
  const written = text.slice(0, slash);
  const address = parseAddress(written);
  if (!address) return undefined;
  const length = prefixLength(text.slice(slash + 1), address.family);
  if (length === undefined) return undefined;
  const mapped = address.family === 'ipv4' && written.includes(':');
  const prefix = mapped ? length - 96 : length;
  return prefix < 0 || prefix > widthOf(address.family) ? undefined : withPrefix(address, prefix);
}

function prefixLength(text: string, family: Family): number | undefined {
  if (/^(0|[1-9]\d{0,2})$/.test(text)) return Number(text);
  const mask = family === 'ipv4' ? readIpv4(text) : undefined;
  if (mask === undefined) return undefined;
  const ones = mask.toString(2).padStart(32, '0');
  return /^1*0*$/.test(ones) ? ones.lastIndexOf('1') + 1 : undefined;
}

/** The range of `prefix` bits that holds `cidr`'s first address. */
export function withPrefix(cidr: Cidr, prefix: number): Cidr {
  const host = BigInt(widthOf(cidr.family) - prefix);
  return { family: cidr.family, bits: (cidr.bits >> host) << host, prefix };
}

/** The last address of the range. */
export const lastBits = (cidr: Cidr): bigint => cidr.bits | ((1n << BigInt(widthOf(cidr.family) - cidr.prefix)) - 1n);

/** Whether every address of `inner` is in `outer`. */
export const contains = (outer: Cidr, inner: Cidr): boolean =>
  outer.family === inner.family &&
  outer.prefix <= inner.prefix &&
  outer.bits >> BigInt(widthOf(outer.family) - outer.prefix) ===
    inner.bits >> BigInt(widthOf(outer.family) - outer.prefix);

/** Whether the two ranges share an address. CIDRs either nest or are disjoint. */
export const overlaps = (a: Cidr, b: Cidr): boolean => contains(a, b) || contains(b, a);

/** Always with its prefix: `192.0.2.1/32`. The form edges speak. */
export const formatCidr = (cidr: Cidr): string => `${formatFirst(cidr)}/${cidr.prefix}`;

/** A whole address without its prefix (`192.0.2.1`), a range with it (`2001:db8::/64`): the ban's canonical text. */
export const formatIp = (cidr: Cidr): string =>
  cidr.prefix === widthOf(cidr.family) ? formatFirst(cidr) : formatCidr(cidr);

function formatFirst(cidr: Cidr): string {
  return cidr.family === 'ipv4' ? formatIpv4(cidr.bits) : formatIpv6(cidr.bits);
}

function formatIpv4(bits: bigint): string {
  const n = Number(bits);
  return `${Math.floor(n / 16777216)}.${Math.floor(n / 65536) % 256}.${Math.floor(n / 256) % 256}.${n % 256}`;
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::`. */
function formatIpv6(bits: bigint): string {
  const groups: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((bits >> shift) & 0xffffn));
  const run = longestZeroRun(groups);
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return text(groups);
  return `${text(groups.slice(0, run.start))}::${text(groups.slice(run.start + run.length))}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  groups.forEach((group, index) => {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  });
  return best;
}
