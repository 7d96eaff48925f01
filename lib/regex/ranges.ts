/** Code points as inclusive ranges, flat and sorted, disjoint and not adjacent: `[from, to, from, to, ...]`. */
export type RangeSet = readonly number[];

export const LAST_CODE_POINT = 0x10ffff;
export const EVERY: RangeSet = [0, LAST_CODE_POINT];
export const NONE: RangeSet = [];

/** The set that holds what any of `sets` holds; the parts may be unsorted and may overlap. */
export function union(...sets: readonly RangeSet[]): RangeSet {
  const pairs: [number, number][] = [];
  for (const set of sets) {
    for (let i = 0; i + 1 < set.length; i += 2) pairs.push([set[i] as number, set[i + 1] as number]);
  }
  pairs.sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [from, to] of pairs) {
    const last = merged.length - 1;
    const end = merged[last];
    if (end !== undefined && from <= end + 1) merged[last] = Math.max(end, to);
    else merged.push(from, to);
  }
  return merged;
}

/** Every code point that is not in `set`. */
export function complement(set: RangeSet): RangeSet {
  const rest: number[] = [];
  let next = 0;
  for (let i = 0; i + 1 < set.length; i += 2) {
    const from = set[i] as number;
    if (from > next) rest.push(next, from - 1);
    next = (set[i + 1] as number) + 1;
  }
  if (next <= LAST_CODE_POINT) rest.push(next, LAST_CODE_POINT);
  return rest;
}

export function intersect(a: RangeSet, b: RangeSet): RangeSet {
  const common: number[] = [];
  let i = 0;
  let j = 0;
  while (i + 1 < a.length && j + 1 < b.length) {
    const from = Math.max(a[i] as number, b[j] as number);
    const to = Math.min(a[i + 1] as number, b[j + 1] as number);
    if (from <= to) common.push(from, to);
    if ((a[i + 1] as number) < (b[j + 1] as number)) i += 2;
    else j += 2;
  }
  return common;
}

export function subtract(a: RangeSet, b: RangeSet): RangeSet {
  return intersect(a, complement(b));
}

export function contains(set: RangeSet, code: number): boolean {
  let low = 0;
  let high = set.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (code > (set[2 * middle + 1] as number)) low = middle + 1;
    else high = middle;
  }
  return 2 * low < set.length && code >= (set[2 * low] as number);
}

/** How many code points the set holds. */
export function count(set: RangeSet): number {
  let total = 0;
  for (let i = 0; i + 1 < set.length; i += 2) total += (set[i + 1] as number) - (set[i] as number) + 1;
  return total;
}

/** Whether every code point of `inner` is in `outer`. */
export function covers(outer: RangeSet, inner: RangeSet): boolean {
  return count(intersect(outer, inner)) === count(inner);
}
