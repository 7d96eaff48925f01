import { ignoreCase } from '../casefold';
import { complement, type RangeSet, union } from '../ranges';
import type { Node } from '../tree';
import { classEscape } from './escape';
import { accept, fail, length, type Reader, take } from './reader';
import type { EscapeCode, Flags } from './state';

/** A set of literal characters under the flags. */
export function folded(ranges: RangeSet, flags: Flags): RangeSet {
  return flags.ignoreCase ? ignoreCase(ranges, flags.ascii) : ranges;
}

/** Literals fold under `(?i)`; classes such as `\w` stay as they are. */
function part(code: EscapeCode, flags: Flags): RangeSet {
  return code.code === null ? code.ranges : folded(code.ranges, flags);
}

function member(reader: Reader, token: string, flags: Flags): EscapeCode {
  if (token[0] === '\\') return classEscape(reader, token, flags);
  const code = token.codePointAt(0) as number;
  return { ranges: [code, code], code };
}

function takeMember(reader: Reader, start: number): string {
  const token = take(reader);
  if (token === null) throw fail(reader, 'unterminated character set', start);
  return token;
}

function range(reader: Reader, from: EscapeCode, to: EscapeCode, written: string): RangeSet {
  if (from.code === null || to.code === null || to.code < from.code) {
    throw fail(reader, `bad character range ${written}`, reader.position - length(written));
  }
  return [from.code, to.code];
}

const HYPHEN: EscapeCode = { ranges: [0x2d, 0x2d], code: 0x2d };

/** `[...]`, its `[` already taken. */
export function characterSet(reader: Reader, flags: Flags): Node {
  const start = reader.position - 1;
  const negate = accept(reader, '^');
  const parts: RangeSet[] = [];
  for (;;) {
    const token = takeMember(reader, start);
    if (token === ']' && parts.length > 0) break;
    const before = reader.position - length(token);
    const from = member(reader, token, flags);
    if (!accept(reader, '-')) {
      parts.push(part(from, flags));
      continue;
    }
    const second = takeMember(reader, start);
    if (second === ']') {
      parts.push(part(from, flags), part(HYPHEN, flags));
      break;
    }
    const to = member(reader, second, flags);
    const written = reader.characters.slice(before, reader.position).join('');
    parts.push(folded(range(reader, from, to, written), flags));
  }
  const ranges = union(...parts);
  return { kind: 'set', ranges: negate ? complement(ranges) : ranges };
}
