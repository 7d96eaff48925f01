import { type Cidr, contains, formatIp, parseAddress, widthOf } from '../core/address';

/** Runs of the characters addresses are written with. */
const CANDIDATE = /[0-9A-Fa-f:.]{2,}/g;
/** The longest spelling has 45 characters; a longer run is none, and is not looked into (a line may be all colons). */
const LONGEST = 48;
const DOTTED_QUAD = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g;

/**
 * Whether a line names an address of `cidr` as a word of its own (`grep -wF`, as fail2ban does): 192.0.2.1 is not in
 * `192.0.2.10`. An IPv6 address counts in any notation.
 */
export function mentions(line: string, cidr: Cidr): boolean {
  if (cidr.family === 'ipv4') return (line.match(DOTTED_QUAD) ?? []).some((text) => isIn(text, cidr));
  const candidates = (line.match(CANDIDATE) ?? []).filter((text) => text.length <= LONGEST);
  return candidates.some((text) => spellings(text).some((spelling) => isIn(spelling, cidr)));
}

/** A colon or dot after an address belongs to the sentence: `from 2001:db8::1: denied`. */
const spellings = (text: string): string[] => [text, text.replace(/[.:]+$/, ''), text.replace(/^:(?!:)/, '')];

function isIn(text: string, cidr: Cidr): boolean {
  const address = parseAddress(text);
  return address !== undefined && contains(cidr, address);
}

/**
 * The longest text that every canonical spelling (RFC 5952) of an address of `cidr` contains, to search for: a whole
 * address itself, else the leading groups no zero group can hide in: `2001:db8:` for `2001:db8::/64`.
 * Empty for a range too wide to be searched for.
 */
export function searchText(cidr: Cidr): string {
  if (cidr.prefix === widthOf(cidr.family)) return formatIp(cidr);
  const size = cidr.family === 'ipv4' ? 8 : 16;
  const width = widthOf(cidr.family);
  const groups: string[] = [];
  for (let end = size; end <= cidr.prefix; end += size) {
    const group = Number((cidr.bits >> BigInt(width - end)) & ((1n << BigInt(size)) - 1n));
    if (cidr.family === 'ipv6' && group === 0) break;
    groups.push(group.toString(size === 8 ? 10 : 16));
  }
  const separator = size === 8 ? '.' : ':';
  return groups.map((group) => group + separator).join('');
}
