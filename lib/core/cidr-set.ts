import { type Cidr, contains, type Family, lastBits, widthOf } from './address';

/** A set of address ranges that answers in O(log n), however many ranges it holds. */
export interface CidrSet {
  /** Whether every address of `cidr` is in the set. */
  covers(cidr: Cidr): boolean;
  /** Whether any address of `cidr` is in the set. */
  touches(cidr: Cidr): boolean;
}

interface Span {
  first: bigint;
  last: bigint;
}

export function cidrSet(cidrs: Iterable<Cidr>): CidrSet {
  const all = [...cidrs];
  const spans: Record<Family, Span[]> = { ipv4: merge(all, 'ipv4'), ipv6: merge(all, 'ipv6') };
  const before = (cidr: Cidr) => lastNotAfter(spans[cidr.family], lastBits(cidr));
  return {
    covers: (cidr) => {
      const span = before(cidr);
      return span !== undefined && span.first <= cidr.bits && lastBits(cidr) <= span.last;
    },
    touches: (cidr) => {
      const span = before(cidr);
      return span !== undefined && span.last >= cidr.bits;
    },
  };
}

/** Sorted, disjoint spans; adjacent ones are joined. */
function merge(cidrs: readonly Cidr[], family: Family): Span[] {
  const spans = cidrs
    .filter((cidr) => cidr.family === family)
    .map((cidr) => ({ first: cidr.bits, last: lastBits(cidr) }))
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const merged: Span[] = [];
  for (const span of spans) {
    const previous = merged.at(-1);
    if (previous && span.first <= previous.last + 1n) {
      if (span.last > previous.last) previous.last = span.last;
    } else merged.push(span);
  }
  return merged;
}

/** The last span that begins at or before `bits`. */
function lastNotAfter(spans: readonly Span[], bits: bigint): Span | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).first <= bits) low = middle + 1;
    else high = middle;
  }
  return spans[low - 1];
}

/** Without the ranges that another one of the list already contains, and without doubles; the order is kept. */
export function outermost(cidrs: readonly Cidr[]): readonly Cidr[] {
  const byPrefix = [...cidrs].sort((a, b) => a.prefix - b.prefix);
  const kept: Cidr[] = [];
  const seen = new Set<string>();
  for (const cidr of byPrefix) {
    if (ancestors(cidr).some((key) => seen.has(key))) continue;
    seen.add(keyOf(cidr));
    kept.push(cidr);
  }
  const chosen = new Set(kept);
  return cidrs.filter((cidr) => chosen.has(cidr));
}

const keyOf = (cidr: Cidr): string => `${cidr.family} ${cidr.bits}/${cidr.prefix}`;

function ancestors(cidr: Cidr): string[] {
  const keys: string[] = [];
  for (let prefix = cidr.prefix; prefix >= 0; prefix--) {
    const host = BigInt(widthOf(cidr.family) - prefix);
    keys.push(keyOf({ family: cidr.family, bits: (cidr.bits >> host) << host, prefix }));
  }
  return keys;
}

/** `outer` without `inner`, as the fewest CIDRs, in address order: one for every bit by which `inner` is longer. */
export function without(outer: Cidr, inner: Cidr): readonly Cidr[] {
  if (!contains(outer, inner)) return [outer];
  const pieces: Cidr[] = [];
  for (let prefix = outer.prefix + 1; prefix <= inner.prefix; prefix++) {
    const host = BigInt(widthOf(outer.family) - prefix);
    pieces.push({ family: outer.family, bits: ((inner.bits >> host) ^ 1n) << host, prefix });
  }
  return pieces.sort((a, b) => (a.bits < b.bits ? -1 : 1));
}
