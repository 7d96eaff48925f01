import { type Cidr, formatCidr, parseCidr } from '../../core/address';
import type { WantedBan } from '../../core/edge';

/** A wanted ban with its range read. */
export interface Wanted extends WantedBan {
  readonly range: Cidr;
}

export interface Admission {
  readonly wanted: readonly Wanted[];
  /** Wanted CIDRs no edge may hold. */
  readonly refused: readonly string[];
  readonly notices: readonly string[];
}

/**
 * The last check before an edge: a range that covers a protected address, and /0, never gets there, whoever asked.
 * Throws on text that is no canonical CIDR: the table holds nothing else.
 */
export function admit(wanted: readonly WantedBan[], mayCover: (cidr: Cidr) => boolean): Admission {
  const admitted: Wanted[] = [];
  const refused: string[] = [];
  for (const ban of wanted) {
    const range = parseCidr(ban.cidr);
    if (!range || formatCidr(range) !== ban.cidr) throw new Error(`not a canonical CIDR: ${JSON.stringify(ban.cidr)}`);
    if (range.prefix > 0 && mayCover(range)) admitted.push({ ...ban, range });
    else refused.push(ban.cidr);
  }
  const notices = refused.map((cidr) => `${cidr} is not banned: it covers a protected address`);
  return { wanted: admitted, refused, notices };
}

/** Stronger first; of equals what stands already, so that nothing is exchanged without need; then by text. */
export function byStrength(stands: (ban: Wanted) => boolean): (a: Wanted, b: Wanted) => number {
  return (a, b) => b.strength - a.strength || Number(stands(b)) - Number(stands(a)) || (a.cidr < b.cidr ? -1 : 1);
}
