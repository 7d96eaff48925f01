import { PythonRegexError } from '../error';

/** The pattern as Python sees it: an array of characters (a surrogate pair is one) and a place in it. */
export interface Reader {
  readonly source: string;
  readonly characters: readonly string[];
  position: number;
}

export function readerOf(source: string): Reader {
  return { source, characters: Array.from(source), position: 0 };
}

/** The next token: a character, or a backslash with the character after it; `null` at the end. */
export function peek(reader: Reader): string | null {
  const character = reader.characters[reader.position];
  if (character === undefined) return null;
  if (character !== '\\') return character;
  const next = reader.characters[reader.position + 1];
  if (next === undefined) throw fail(reader, 'bad escape (end of pattern)', reader.position);
  return character + next;
}

/** Takes the next token. */
export function take(reader: Reader): string | null {
  const token = peek(reader);
  if (token !== null) reader.position += token[0] === '\\' ? 2 : 1;
  return token;
}

/** Takes the next token if it is `wanted`. */
export function accept(reader: Reader, wanted: string): boolean {
  if (peek(reader) !== wanted) return false;
  take(reader);
  return true;
}

/** Takes at most `limit` tokens that are one of `alphabet`. */
export function takeWhile(reader: Reader, limit: number, alphabet: string): string {
  let text = '';
  for (let n = 0; n < limit; n += 1) {
    const token = peek(reader);
    if (token === null || !alphabet.includes(token)) break;
    text += token;
    take(reader);
  }
  return text;
}

/** Takes the text up to `terminator`, and the terminator. */
export function takeUntil(reader: Reader, terminator: string, what: string): string {
  const start = reader.position;
  let text = '';
  for (;;) {
    const token = take(reader);
    if (token === null) {
      throw text === ''
        ? fail(reader, `missing ${what}`, reader.position)
        : fail(reader, `missing ${terminator}, unterminated name`, start);
    }
    if (token === terminator) {
      if (text === '') throw fail(reader, `missing ${what}`, reader.position - 1);
      return text;
    }
    text += token;
  }
}

export function fail(reader: Reader, message: string, position: number): PythonRegexError {
  return new PythonRegexError(message, position, reader.source);
}

/** Length in characters as Python counts them. */
export function length(text: string): number {
  return Array.from(text).length;
}
