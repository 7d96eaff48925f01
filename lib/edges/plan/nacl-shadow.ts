import { type Cidr, contains, overlaps, parseCidr } from '../../core/address';
import type { AclEntry } from '../ports';
import { covers, matchText, meets } from './nacl-match';
import { rangeOf } from './nacl-steps';

export interface Shadows {
  /** Ranges of denies that an earlier allow overrules whole: the lowest number that matches wins. */
  readonly dark: readonly Cidr[];
  readonly notices: readonly string[];
}

/** Allows that stand before denies of ours and let in what these would stop. */
export function shadows(entries: readonly AclEntry[], denies: readonly AclEntry[]): Shadows {
  const dark: Cidr[] = [];
  const notices: string[] = [];
  for (const allow of entries.filter((entry) => entry.action === 'allow')) {
    const range = parseCidr(allow.cidr);
    if (!range) continue;
    const behind = denies.filter(
      (deny) => deny.number > allow.number && overlaps(range, rangeOf(deny)) && meets(allow, deny),
    );
    if (behind.length === 0) continue;
    notices.push(
      `shadowed: rule ${allow.number} allows ${matchText(allow)} from ${allow.cidr} before ${behind.length} of our denies`,
    );
    for (const deny of behind) if (contains(range, rangeOf(deny)) && covers(allow, deny)) dark.push(rangeOf(deny));
  }
  return { dark, notices };
}
