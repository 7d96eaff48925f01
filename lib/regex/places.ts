import { PLACES } from './instructions';

/** A text as symbols: the code units of Latin-1, `END` after the last, `WIDE` for all others. */
export type Symbols = Uint16Array;

/** Stands behind the last character. */
export const END = 256;
/** A code unit above Latin-1: the class itself must be asked. */
export const WIDE = 257;
/** Entries of a table by symbol. */
export const SYMBOLS = 258;

const FEED = 10;

/** What a place looks at: a text of `length` symbols, and which of its characters are of a word. */
export interface View {
  readonly symbols: Symbols;
  readonly length: number;
  readonly isWord: (at: number) => boolean;
}

function isAsciiWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

function isBoundary({ length }: View, at: number, isWord: (at: number) => boolean): boolean {
  return (at > 0 && isWord(at - 1)) !== (at < length && isWord(at));
}

function isAsciiBoundary(view: View, at: number): boolean {
  return isBoundary(view, at, (index) => isAsciiWord(view.symbols[index] as number));
}

/** Whether `at` is a place of this number (the operand of `AT`). */
export function isAt(place: number, view: View, at: number): boolean {
  const { symbols, length } = view;
  switch (PLACES[place]) {
    case 'start':
      return at === 0;
    case 'line-start':
      return at === 0 || symbols[at - 1] === FEED;
    case 'line-end':
      return at === length || symbols[at] === FEED;
    case 'very-end':
      return at === length;
    case 'boundary':
      return isBoundary(view, at, view.isWord);
    case 'not-boundary':
      return length > 0 && !isBoundary(view, at, view.isWord);
    case 'ascii-boundary':
      return isAsciiBoundary(view, at);
    case 'not-ascii-boundary':
      return length > 0 && !isAsciiBoundary(view, at);
    default:
      return at === length || (at === length - 1 && symbols[at] === FEED);
  }
}
