import type { Node, Repeat } from '../tree';
import { accept, fail, peek, type Reader, takeWhile } from './reader';
import type { Item } from './state';

const DIGITS = '0123456789';
/** Python's MAXREPEAT. */
const MAX_REPEAT = 4294967295;

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** The numbers of `{m,n}`, its `{` already taken; `null`: the brace is a literal, and nothing was taken. */
function braces(reader: Reader): Bounds | null {
  const here = reader.position;
  if (peek(reader) === '}') return null;
  const low = takeWhile(reader, Number.POSITIVE_INFINITY, DIGITS);
  const high = accept(reader, ',') ? takeWhile(reader, Number.POSITIVE_INFINITY, DIGITS) : low;
  if (!accept(reader, '}')) {
    reader.position = here;
    return null;
  }
  const min = low === '' ? 0 : Number(low);
  const max = high === '' ? Number.POSITIVE_INFINITY : Number(high);
  if (min >= MAX_REPEAT || (max >= MAX_REPEAT && high !== '')) {
    throw fail(reader, 'the repetition number is too large', here);
  }
  if (max < min) throw fail(reader, 'min repeat greater than max repeat', here);
  return { min, max };
}

function bounds(reader: Reader, sign: string): Bounds | null {
  if (sign === '?') return { min: 0, max: 1 };
  if (sign === '*') return { min: 0, max: Number.POSITIVE_INFINITY };
  if (sign === '+') return { min: 1, max: Number.POSITIVE_INFINITY };
  return braces(reader);
}

/** The repeat of the item before, its sign already taken; `null`: the sign is a literal brace. */
export function repeat(reader: Reader, sign: string, before: Item | undefined): Item | null {
  const start = reader.position - 1;
  const counts = bounds(reader, sign);
  if (!counts) return null;
  if (!before || before.kind === 'place') throw fail(reader, 'nothing to repeat', start);
  if (before.kind === 'repeat') throw fail(reader, 'multiple repeat', start);
  const lazy = accept(reader, '?');
  const possessive = !lazy && accept(reader, '+');
  const loop: Repeat = { kind: 'repeat', body: before.node, ...counts, lazy };
  return { node: possessive ? possess(loop) : loop, kind: 'repeat' };
}

/** CPython does not go back into a round of a possessive repeat either: each is atomic as the whole is. */
function possess(loop: Repeat): Node {
  const body: Node = loop.body.kind === 'set' ? loop.body : { kind: 'atomic', body: loop.body };
  return { kind: 'atomic', body: { ...loop, body } };
}
