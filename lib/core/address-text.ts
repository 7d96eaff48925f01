const ZERO = 48;
const DOT = 46;
const GROUPS = 8;

/**
 * The 32 bits of a dotted quad: four decimal numbers up to 255 without leading
 * zeros (RFC 6943 3.1.1 tells of the looser forms that are refused here).
 * @returns undefined when there is anything else
 */
export function readIpv4(text: string): number | undefined {
  let bits = 0;
  let at = 0;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && text.charCodeAt(at++) !== DOT) return undefined;
    const begin = at;
    let value = 0;
    for (let digit = digitAt(text, at); digit >= 0; digit = digitAt(text, ++at)) value = 10 * value + digit;
    const length = at - begin;
    if (length === 0 || length > 3 || value > 255 || (length > 1 && text.charCodeAt(begin) === ZERO)) return undefined;
    bits = bits * 256 + value;
  }
  return at === text.length ? bits : undefined;
}

/** The value of a decimal digit; -1: there is none. */
function digitAt(text: string, at: number): number {
  const value = at < text.length ? text.charCodeAt(at) - ZERO : -1;
  return value >= 0 && value <= 9 ? value : -1;
}

/** The longest text of an IPv6 address: six groups and a dotted quad. */
const LONGEST = 45;

/**
 * The eight groups of an IPv6 address (RFC 4291 2.2): one to four hexadecimal digits each, one `::` for one or more groups of
 * zeros, the last two perhaps as a dotted quad. No zone id.
 * @returns undefined when the text is anything else
 */
export function readIpv6(text: string): readonly number[] | undefined {
  if (text.length > LONGEST) return undefined;
  const cut = text.indexOf('::');
  if (cut < 0) return ofLength(groupsOf(text), GROUPS);
  const rest = text.slice(cut + 2);
  const left = cut === 0 ? [] : groupsOf(text.slice(0, cut), 'no quad');
  const right = rest === '' ? [] : groupsOf(rest);
  if (!left || !right) return undefined;
  const zeros = GROUPS - left.length - right.length;
  return zeros < 1 ? undefined : [...left, ...new Array<number>(zeros).fill(0), ...right];
}

const ofLength = (groups: readonly number[] | undefined, length: number): readonly number[] | undefined =>
  groups?.length === length ? groups : undefined;

const GROUP = /^[0-9A-Fa-f]{1,4}$/;

/** Groups between colons. */
function groupsOf(text: string, quad?: 'no quad'): readonly number[] | undefined {
  const parts = text.split(':');
  const tail = quad === undefined ? readIpv4(text.slice(text.lastIndexOf(':') + 1)) : undefined;
  const hexadecimal = tail === undefined ? parts : parts.slice(0, -1);
  if (!hexadecimal.every((part) => GROUP.test(part))) return undefined;
  const groups = hexadecimal.map((part) => Number.parseInt(part, 16));
  return tail === undefined ? groups : [...groups, Math.floor(tail / 65_536), tail % 65_536];
}
