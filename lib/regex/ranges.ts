/** Code points as inclusive ranges, flat and sorted, disjoint and not adjacent: `[from, to, from, to, ...]`. */
export type RangeSet = readonly number[];

export const LAST_CODE_POINT = 0x10ffff;
export const EVERY: RangeSet = [0, LAST_CODE_POINT];
export const NONE: RangeSet = [];

/** Longer sets come from Unicode's classes: they are few, and combined over and over. */
const LONG = 64;

type Operation = (a: RangeSet, b: RangeSet) => RangeSet;

/** Keeps the results for long sets. The operation must not care about the order of its operands. */
function remembered(work: Operation): Operation {
  const known = new WeakMap<RangeSet, Map<RangeSet | string, RangeSet>>();
  return (a, b) => {
    const [long, other] = a.length < b.length ? [b, a] : [a, b];
    if (long.length <= LONG) return work(long, other);
    const results = known.get(long) ?? new Map<RangeSet | string, RangeSet>();
    known.set(long, results);
    const key = other.length > LONG ? other : other.join();
    const result = results.get(key) ?? work(long, other);
    results.set(key, result);
    return result;
  };
}

function merge(a: RangeSet, b: RangeSet): RangeSet {
  if (b.length === 0 || a === b || isEvery(a)) return a;
  if (isEvery(b)) return b;
  const merged: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const fromA = j >= b.length || (i < a.length && (a[i] as number) <= (b[j] as number));
    const [set, at] = fromA ? [a, i] : [b, j];
    if (fromA) i += 2;
    else j += 2;
    append(merged, set[at] as number, set[at + 1] as number);
  }
  return merged;
}

function isEvery(set: RangeSet): boolean {
  return set[0] === 0 && set[1] === LAST_CODE_POINT;
}

/** Adds a range that does not begin before the last one. */
function append(ranges: number[], from: number, to: number): void {
  const last = ranges.length - 1;
  const end = ranges[last];
  if (end === undefined || from > end + 1) ranges.push(from, to);
  else if (to > end) ranges[last] = to;
}

const mergeTwo = remembered(merge);

/** The set that holds what any of `sets` holds. */
export function union(...sets: readonly RangeSet[]): RangeSet {
  const [first = NONE, second] = sets;
  if (second === undefined) return first;
  if (sets.length === 2) return mergeTwo(first, second);
  const half = sets.length >> 1;
  return mergeTwo(union(...sets.slice(0, half)), union(...sets.slice(half)));
}

/** Keeps what `work` makes of long sets; of short ones it is made again, which costs less than to keep it. */
export function rememberedOf<T extends {}>(work: (set: RangeSet) => T): (set: RangeSet) => T {
  const known = new WeakMap<RangeSet, T>();
  return (set) => {
    if (set.length <= LONG) return work(set);
    const result = known.get(set) ?? work(set);
    known.set(set, result);
    return result;
  };
}

/** Every code point that is not in `set`. */
export const complement: (set: RangeSet) => RangeSet = rememberedOf(gaps);

function gaps(set: RangeSet): RangeSet {
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

function common(a: RangeSet, b: RangeSet): RangeSet {
  const both: number[] = [];
  let i = 0;
  let j = 0;
  while (i + 1 < a.length && j + 1 < b.length) {
    const from = Math.max(a[i] as number, b[j] as number);
    const to = Math.min(a[i + 1] as number, b[j + 1] as number);
    if (from <= to) both.push(from, to);
    if ((a[i + 1] as number) < (b[j + 1] as number)) i += 2;
    else j += 2;
  }
  return both;
}

/** The set that holds what both hold. */
export const intersect: Operation = remembered(common);

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
