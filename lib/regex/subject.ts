import { type Alphabet, alphabetOf, FIRST_WIDE, kindOf } from './alphabet';
import type { RangeSet } from './ranges';

/** A text written over an alphabet, and the way back. */
export interface Subject {
  /** The text to search. */
  readonly text: string;
  /** A captured piece of `text` as it stands in the original. */
  readonly original: (piece: string) => string;
}

const BEYOND_LATIN = /[^\x00-\xff]/;

/** Whether a text must be written over the alphabet before it is searched. On V8's one-byte strings the test costs nothing. */
export function isWide(text: string): boolean {
  return BEYOND_LATIN.test(text);
}

const known = new WeakMap<readonly RangeSet[], Alphabet>();
const STANDARD: readonly RangeSet[] = [];

function alphabetFor(sets: readonly RangeSet[]): Alphabet {
  const found = known.get(sets) ?? alphabetOf(sets);
  known.set(sets, found);
  return found;
}

/**
 * Writes a text over the alphabet of an expression. Each distinct character above U+00FF gets a code unit of its own out of the
 * block of its kind; when a block is used up (over 20,000 distinct characters in one line) its last unit is shared.
 */
export function subjectOf(text: string, sets: readonly RangeSet[] = STANDARD): Subject {
  const alphabet = alphabetFor(sets);
  const used = alphabet.blocks.map(({ from }) => from);
  const units = new Map<string, string>();
  const characters = new Map<string, string>();
  let written = '';
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < FIRST_WIDE) {
      written += character;
      continue;
    }
    let unit = units.get(character);
    if (unit === undefined) {
      unit = nextUnit(alphabet, used, code);
      units.set(character, unit);
      characters.set(unit, character);
    }
    written += unit;
  }
  return { text: written, original: (piece) => restore(piece, characters) };
}

function nextUnit(alphabet: Alphabet, used: number[], code: number): string {
  const kind = kindOf(alphabet, code);
  const unit = Math.min(used[kind] as number, alphabet.blocks[kind]?.to as number);
  used[kind] = unit + 1;
  return String.fromCharCode(unit);
}

function restore(piece: string, characters: ReadonlyMap<string, string>): string {
  let text = '';
  for (let i = 0; i < piece.length; i += 1) {
    const unit = piece.charAt(i);
    text += characters.get(unit) ?? unit;
  }
  return text;
}
