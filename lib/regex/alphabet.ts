import { contains, intersect, LAST_CODE_POINT, type RangeSet, rememberedOf } from './ranges';
import { DIGIT, SPACE, WORD } from './unicode';

/**
 * JavaScript patterns without flags see UTF-16 code units, and a class of every letter of the world fills kilobytes. So patterns are
 * printed over a small alphabet: Latin-1 as it is, and every character above U+00FF replaced by one code unit out of the block of
 * its kind (a letter, a digit, a space, any other, and one more kind for each set the pattern itself names). A text that is all
 * Latin-1, which is nearly every log line, is searched as it stands; another is written over this alphabet first, and the
 * captures back. One Python character is one code unit then, also beyond U+FFFF.
 */
export interface Alphabet {
  /** Where each stretch of characters of one kind begins, sorted; `kinds[i]` is the kind from `starts[i]` on. */
  readonly starts: readonly number[];
  readonly kinds: readonly number[];
  readonly blocks: readonly Block[];
}

/** The code units that stand for the characters of one kind, both ends included. */
export interface Block {
  readonly from: number;
  readonly to: number;
  /** One character of this kind. */
  readonly example: number;
}

export const FIRST_WIDE = 0x100;
/** The surrogates begin here: a code unit of the alphabet must never be one. */
const LAST_UNIT = 0xd7ff;
const WIDE: RangeSet = [FIRST_WIDE, LAST_CODE_POINT];
/** A kind with fewer characters gets one unit for each, so that none is shared. */
const SMALL = 1024;

const STANDARD: readonly RangeSet[] = [WORD, DIGIT, SPACE].map(wide);

/** The part of a set above Latin-1. */
export function wide(set: RangeSet): RangeSet {
  return intersect(set, WIDE);
}

/** Whether the set holds each kind of the alphabet wholly or not at all: it can be printed over this alphabet then. */
export function isKnown(set: RangeSet, alphabet: Alphabet): boolean {
  const test = tests.get(alphabet) ?? rememberedOf((each) => isWhole(wide(each), alphabet));
  tests.set(alphabet, test);
  return test(set);
}

const tests = new WeakMap<Alphabet, (set: RangeSet) => boolean>();

function isWhole(inside: RangeSet, { starts, kinds, blocks }: Alphabet): boolean {
  if (inside.length === 0) return true;
  const held = blocks.map((block) => contains(inside, block.example));
  const edges = starts.filter((_, i) => held[kinds[i] as number] !== (i > 0 && held[kinds[i - 1] as number]));
  const ends = inside.map((edge, i) => edge + (i % 2)).filter((edge) => edge <= LAST_CODE_POINT);
  return edges.length === ends.length && edges.every((edge, i) => edge === ends[i]);
}

/** The alphabet in which the standard kinds and each of `sets` are told apart. */
export function alphabetOf(sets: readonly RangeSet[]): Alphabet {
  if (sets.length > 0) return divide(sets);
  standard ??= divide(sets);
  return standard;
}

let standard: Alphabet | null = null;

function divide(sets: readonly RangeSet[]): Alphabet {
  const all = [...STANDARD, ...sets.map(wide)];
  const edges = new Set([FIRST_WIDE]);
  for (const set of all) for (let i = 0; i < set.length; i += 1) edges.add((set[i] as number) + (i % 2));
  const starts = [...edges].filter((edge) => edge <= LAST_CODE_POINT).sort((a, b) => a - b);
  const marks = starts.map((start) => all.map((set) => (contains(set, start) ? '1' : '0')).join(''));
  const names = [...new Set(marks)];
  const kinds = marks.map((mark) => names.indexOf(mark));
  const sizes = names.map(() => 0);
  starts.forEach((start, i) => {
    const kind = kinds[i] as number;
    sizes[kind] = (sizes[kind] as number) + (starts[i + 1] ?? LAST_CODE_POINT + 1) - start;
  });
  return { starts, kinds, blocks: layOut(sizes, starts, kinds) };
}

function layOut(sizes: readonly number[], starts: readonly number[], kinds: readonly number[]): readonly Block[] {
  const small = sizes.filter((size) => size <= SMALL).reduce((sum, size) => sum + size, 0);
  const large = sizes.filter((size) => size > SMALL).length;
  const share = Math.floor((LAST_UNIT + 1 - FIRST_WIDE - small) / large);
  let next = FIRST_WIDE;
  return sizes.map((size, kind) => {
    const from = next;
    next += size <= SMALL ? size : Math.min(size, share);
    return { from, to: next - 1, example: starts[kinds.indexOf(kind)] as number };
  });
}

/** Which kind a character above U+00FF is of. */
export function kindOf({ starts, kinds }: Alphabet, code: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= code) low = middle;
    else high = middle;
  }
  return kinds[low] as number;
}
