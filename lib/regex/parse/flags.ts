import { fail, type Reader, take } from './reader';
import type { Flags } from './state';

/** What `(?...)` or `(?...:` turns on and off, as letters. */
export interface FlagChange {
  readonly on: string;
  readonly off: string;
  /** `(?i)`: for the whole expression. */
  readonly global: boolean;
}

/** The letters Python 3.11 knows; `L` (bytes only) and `t` are refused below. */
const LETTERS = 'iLmsxatu';

export function isFlag(character: string): boolean {
  return LETTERS.includes(character) || character === '-';
}

function unknown(reader: Reader, character: string | null, missing: string): Error {
  const isLetter = character !== null && /^\p{L}/u.test(character);
  const back = character === null ? 0 : Array.from(character).length;
  return fail(reader, isLetter ? 'unknown flag' : missing, reader.position - back);
}

function turnedOn(reader: Reader, first: string): { on: string; end: string } {
  let on = '';
  let letter: string | null = first;
  while (letter !== null && LETTERS.includes(letter)) {
    if (letter === 'L') {
      throw fail(reader, "bad inline flags: cannot use 'L' flag with a str pattern", reader.position);
    }
    on += letter;
    if (on.includes('a') && on.includes('u')) {
      throw fail(reader, "bad inline flags: flags 'a', 'u' and 'L' are incompatible", reader.position);
    }
    letter = take(reader);
    if (letter === ')' || letter === '-' || letter === ':') return { on, end: letter };
  }
  throw unknown(reader, letter, 'missing -, : or )');
}

function turnedOff(reader: Reader): string {
  let off = '';
  let letter = take(reader);
  if (letter === null || !LETTERS.includes(letter)) throw unknown(reader, letter, 'missing flag');
  while (letter !== null && LETTERS.includes(letter)) {
    if ('auL'.includes(letter)) {
      throw fail(reader, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'", reader.position);
    }
    off += letter;
    letter = take(reader);
    if (letter === ':') return off;
  }
  throw unknown(reader, letter, 'missing :');
}

/** Reads the flags after `(?`; `first` is the character already taken. */
export function readFlags(reader: Reader, first: string): FlagChange {
  const { on, end } = first === '-' ? { on: '', end: '-' } : turnedOn(reader, first);
  if (end === ')') return { on, off: '', global: true };
  if (on.includes('t')) throw fail(reader, 'bad inline flags: cannot turn on global flag', reader.position - 1);
  const off = end === '-' ? turnedOff(reader) : '';
  if (off.includes('t')) throw fail(reader, 'bad inline flags: cannot turn off global flag', reader.position - 1);
  if ([...on].some((letter) => off.includes(letter))) {
    throw fail(reader, 'bad inline flags: flag turned on and off', reader.position - 1);
  }
  return { on, off, global: false };
}

/** The flags inside a group that changes them. */
export function apply(flags: Flags, { on, off }: FlagChange): Flags {
  const has = (letter: string, before: boolean) => (before || on.includes(letter)) && !off.includes(letter);
  return {
    ignoreCase: has('i', flags.ignoreCase),
    multiline: has('m', flags.multiline),
    dotAll: has('s', flags.dotAll),
    verbose: has('x', flags.verbose),
    ascii: (flags.ascii || on.includes('a')) && !on.includes('u'),
  };
}
