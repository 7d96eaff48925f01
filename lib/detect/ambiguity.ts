import { parseAddress } from '../core/address';
import { isWide } from '../regex/subject';
import type { Groups } from './pattern';
import { mergedGroups, type Prepared } from './prepared';
import { searchLine } from './search';

/** No tag of fail2ban's takes it for a part of an address or of a name. */
const MASK = '\x01';

/** Every address has this in it: two dots with a number between them, or two colons with at most one group. */
const ADDRESS_LIKE = /\d\.\d{1,3}\.\d|:[0-9A-Fa-f]{0,4}:/;

/**
 * Whether another address of the line could have been captured in place of `id`: with every occurrence of `id` masked, an
 * expression of the filter captures a valid address. Then somebody may have written an address of their choice into the line.
 * @param text the line as it was searched, without its line feed.
 */
export function isAmbiguous(prepared: Prepared, text: string, id: string): boolean {
  if (id === '' || !hasOtherAddress(text, id)) return false;
  const masked = text.replaceAll(id, MASK.repeat(id.length));
  const wide = isWide(masked);
  for (let from = 0; from < prepared.failregex.length; ) {
    const match = searchLine(prepared, masked, wide, from);
    if (match === null || match === 'ignored') return false;
    if (hasAddress(mergedGroups(prepared, match))) return true;
    from = match.regex + 1;
  }
  return false;
}

/** Whether `id` stands in the text, and something like an address between its occurrences. */
function hasOtherAddress(text: string, id: string): boolean {
  let from = 0;
  let at = text.indexOf(id);
  if (at < 0) return false;
  for (; at >= 0; at = text.indexOf(id, from)) {
    if (ADDRESS_LIKE.test(text.slice(from, at))) return true;
    from = at + id.length;
  }
  return ADDRESS_LIKE.test(text.slice(from));
}

const hasAddress = ({ ip4, ip6, dns, fid }: Partial<Groups>): boolean =>
  [ip4, ip6, dns, fid].some((text) => text !== undefined && parseAddress(text) !== undefined);
