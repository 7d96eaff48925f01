import { complement, LAST_CODE_POINT, type RangeSet } from '../ranges';
import type { At, Node } from '../tree';
import { ASCII_DIGIT, ASCII_SPACE, ASCII_WORD, DIGIT, SPACE, WORD } from '../unicode';
import { fail, length, peek, type Reader, take, takeWhile } from './reader';
import type { EscapeCode, Flags, State } from './state';

const OCTAL = '01234567';
const DIGITS = '0123456789';
const HEX = '0123456789abcdefABCDEF';
const CONTROL: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const LETTER = /^[A-Za-z]$/;

const CLASSES: Readonly<Record<string, readonly [unicode: RangeSet, ascii: RangeSet]>> = {
  d: [DIGIT, ASCII_DIGIT],
  s: [SPACE, ASCII_SPACE],
  w: [WORD, ASCII_WORD],
  D: [complement(DIGIT), complement(ASCII_DIGIT)],
  S: [complement(SPACE), complement(ASCII_SPACE)],
  W: [complement(WORD), complement(ASCII_WORD)],
};

function single(code: number): EscapeCode {
  return { ranges: [code, code], code };
}

function hexadecimal(reader: Reader, start: number, letter: string): EscapeCode {
  const wanted = HEX_LENGTH[letter] as number;
  const digits = takeWhile(reader, wanted, HEX);
  if (digits.length !== wanted) throw fail(reader, `incomplete escape \\${letter}${digits}`, start);
  const code = Number.parseInt(digits, 16);
  if (code > LAST_CODE_POINT) throw fail(reader, `bad escape \\${letter}${digits}`, start);
  return single(code);
}

function octal(reader: Reader, start: number, digits: string): EscapeCode {
  const code = Number.parseInt(digits, 8);
  if (code > 0o377) throw fail(reader, `octal escape value \\${digits} outside of range 0-0o377`, start);
  return single(code);
}

function common(reader: Reader, start: number, letter: string): EscapeCode | null {
  if (letter in HEX_LENGTH) return hexadecimal(reader, start, letter);
  if (letter === 'N') {
    throw fail(reader, 'character names \\N{...} are not supported: write the character or \\uXXXX', start);
  }
  if (LETTER.test(letter)) throw fail(reader, `bad escape \\${letter}`, start);
  return null;
}

function characterClass(letter: string, flags: Flags): RangeSet | null {
  const pair = CLASSES[letter];
  return pair ? pair[flags.ascii ? 1 : 0] : null;
}

/** An escape inside `[...]`, its token already taken. */
export function classEscape(reader: Reader, token: string, flags: Flags): EscapeCode {
  const start = reader.position - 2;
  const letter = token.slice(1);
  const control = CONTROL[letter];
  if (control !== undefined) return single(control);
  const ranges = characterClass(letter, flags);
  if (ranges) return { ranges, code: null };
  if (OCTAL.includes(letter)) return octal(reader, start, letter + takeWhile(reader, 2, OCTAL));
  if (DIGITS.includes(letter)) throw fail(reader, `bad escape ${token}`, start);
  return common(reader, start, letter) ?? single(letter.codePointAt(0) as number);
}

function place(letter: string, flags: Flags): At | null {
  if (letter === 'A') return 'start';
  if (letter === 'Z') return 'very-end';
  if (letter === 'b') return flags.ascii ? 'ascii-boundary' : 'boundary';
  if (letter === 'B') return flags.ascii ? 'not-ascii-boundary' : 'not-boundary';
  return null;
}

/** Refuses a reference that Python refuses: to a group that is still open, or opened in the same look-behind. */
export function checkReference(state: State, group: number, position: number): void {
  const { reader } = state;
  if (state.widths[group] === null) throw fail(reader, 'cannot refer to an open group', position);
  checkLookbehind(state, group);
}

export function checkLookbehind(state: State, group: number): void {
  const { reader, lookbehind } = state;
  if (lookbehind === null) return;
  if (!state.widths[group]) throw fail(reader, 'cannot refer to an open group', reader.position);
  if (group >= lookbehind) {
    throw fail(reader, 'cannot refer to group defined in the same lookbehind subpattern', reader.position);
  }
}

/** `\1` to `\99`, or three octal digits. */
function numbered(state: State, start: number, first: string, flags: Flags): EscapeCode | Node {
  const { reader } = state;
  let digits = first + takeWhile(reader, 1, DIGITS);
  const isOctal = digits.length === 2 && [...digits].every((digit) => OCTAL.includes(digit));
  const next = peek(reader);
  if (isOctal && next !== null && OCTAL.includes(next)) {
    digits += take(reader);
    return octal(reader, start, digits);
  }
  const group = Number(digits);
  if (group >= state.widths.length) throw fail(reader, `invalid group reference ${group}`, start + 1);
  checkReference(state, group, start);
  return reference(state, group, flags);
}

/** A back-reference node. */
export function reference(state: State, group: number, flags: Flags): Node {
  const { reader } = state;
  if (flags.ignoreCase) {
    const advice = 'capture the text without (?i), or compare it with (?-i:...)';
    throw fail(reader, `a back-reference that ignores case is not supported: ${advice}`, reader.position);
  }
  return { kind: 'reference', group };
}

/** An escape outside of classes, its token already taken. */
export function readEscape(state: State, token: string, flags: Flags): EscapeCode | Node {
  const { reader } = state;
  const start = reader.position - 2;
  const letter = token.slice(1);
  const at = place(letter, flags);
  if (at) return { kind: 'at', at };
  const ranges = characterClass(letter, flags);
  if (ranges) return { ranges, code: null };
  const control = CONTROL[letter];
  if (control !== undefined) return single(control);
  if (letter === '0') return single(Number.parseInt(`0${takeWhile(reader, 2, OCTAL)}`, 8));
  if (length(letter) === 1 && DIGITS.includes(letter)) return numbered(state, start, letter, flags);
  return common(reader, start, letter) ?? single(letter.codePointAt(0) as number);
}
