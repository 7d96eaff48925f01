import { parseAddress } from '../core/address';
import { isWide } from '../regex/subject';
import type { Groups } from './pattern';
import { mergedGroups, type Prepared } from './prepared';
import { searchLine } from './search';

/** No tag of fail2ban's takes it for a part of an address or of a name. */
const MASK = '\x01';

/**
 * Whether another address of the line could have been captured in place of `id`: with every occurrence of `id` masked, an
 * expression of the filter captures a valid address. Then somebody may have written an address of their choice into the line.
 * @param text the line as it was searched, ending in a line feed.
 */
export function isAmbiguous(prepared: Prepared, text: string, id: string): boolean {
  if (id === '' || !text.includes(id)) return false;
  const masked = text.replaceAll(id, MASK.repeat(id.length));
  const wide = isWide(masked);
  for (let from = 0; from < prepared.failregex.length; ) {
    const match = searchLine(prepared, { text: masked, wide }, from);
    if (match === null || match === 'ignored') return false;
    if (hasAddress(mergedGroups(prepared, match))) return true;
    from = match.regex + 1;
  }
  return false;
}

const hasAddress = ({ ip4, ip6, dns, fid }: Partial<Groups>): boolean =>
  [ip4, ip6, dns, fid].some((text) => text !== undefined && parseAddress(text) !== undefined);
