import { LAST_CODE_POINT } from '../ranges';
import { choice, type Node, sequence } from '../tree';
import { characterSet, folded } from './charset';
import { readEscape } from './escape';
import { group } from './group';
import { accept, fail, peek, type Reader, readerOf, take } from './reader';
import { repeat } from './repeat';
import type { Flags, Item, State } from './state';

/** A parsed expression. */
export interface Parsed {
  readonly root: Node;
  /** Group name to Python's number. */
  readonly names: ReadonlyMap<string, number>;
  readonly source: string;
}

const NOT_NEWLINE = [0, 9, 11, LAST_CODE_POINT];
const ANY = [0, LAST_CODE_POINT];
const WHITESPACE = ' \t\n\r\v\f';

function literal(token: string, flags: Flags): Item {
  const code = token.codePointAt(0) as number;
  return { node: { kind: 'set', ranges: folded([code, code], flags) }, kind: 'plain' };
}

function escaped(state: State, token: string, flags: Flags): Item {
  const meaning = readEscape(state, token, flags);
  if ('kind' in meaning) return { node: meaning, kind: meaning.kind === 'at' ? 'place' : 'plain' };
  const ranges = meaning.code === null ? meaning.ranges : folded(meaning.ranges, flags);
  return { node: { kind: 'set', ranges }, kind: 'plain' };
}

/** Skips what `(?x)` ignores; the token is already taken. */
function ignored(reader: Reader, token: string, flags: Flags): boolean {
  if (!flags.verbose) return false;
  if (WHITESPACE.includes(token)) return true;
  if (token !== '#') return false;
  let next = take(reader);
  while (next !== null && next !== '\n') next = take(reader);
  return true;
}

interface Place {
  readonly flags: Flags;
  /** The first option of the whole expression. */
  readonly first: boolean;
}

function simple(state: State, token: string, flags: Flags): Item {
  if (token[0] === '\\') return escaped(state, token, flags);
  if (token === '[') return { node: characterSet(state.reader, flags), kind: 'plain' };
  if (token === '.') return { node: { kind: 'set', ranges: flags.dotAll ? ANY : NOT_NEWLINE }, kind: 'plain' };
  if (token === '^') return { node: { kind: 'at', at: flags.multiline ? 'line-start' : 'start' }, kind: 'place' };
  if (token === '$') return { node: { kind: 'at', at: flags.multiline ? 'line-end' : 'end' }, kind: 'place' };
  return literal(token, flags);
}

function add(state: State, token: string, found: Item[], { flags, first }: Place): void {
  if ('*+?{'.includes(token)) {
    const repeated = repeat(state.reader, token, found.at(-1));
    if (repeated) found.pop();
    found.push(repeated ?? literal(token, flags));
    return;
  }
  if (token === '(') {
    const item = group(state, flags, { options, option, atStart: first && found.length === 0 });
    if (item) found.push(item);
    return;
  }
  found.push(simple(state, token, flags));
}

/** One option: items up to `|`, `)` or the end. */
function option(state: State, flags: Flags): Node {
  return items(state, flags, false);
}

function items(state: State, outer: Flags, first: boolean): Node {
  const { reader } = state;
  const found: Item[] = [];
  for (let token = peek(reader); token !== null && token !== '|' && token !== ')'; token = peek(reader)) {
    take(reader);
    const flags = first ? state.flags : outer;
    if (!ignored(reader, token, flags)) add(state, token, found, { flags, first });
  }
  return sequence(found.map((item) => item.node));
}

function options(state: State, flags: Flags): Node {
  const found = [option(state, flags)];
  while (accept(state.reader, '|')) found.push(option(state, flags));
  return choice(found);
}

function whole(state: State): Node {
  const found = [items(state, state.flags, true)];
  while (accept(state.reader, '|')) found.push(option(state, state.flags));
  return choice(found);
}

/**
 * Reads a Python expression (str pattern, Python 3.11).
 * @throws PythonRegexError where Python raises `re.error`
 */
export function parse(source: string, flags: Flags): Parsed {
  const reader = readerOf(source);
  const conditions = new Map<number, number>();
  const state: State = { reader, flags, names: new Map(), widths: [{ min: 0, max: 0 }], lookbehind: null, conditions };
  const root = whole(state);
  if (peek(reader) !== null) throw fail(reader, 'unbalanced parenthesis', reader.position);
  for (const [number, position] of conditions) {
    if (number >= state.widths.length) throw fail(reader, `invalid group reference ${number}`, position);
  }
  return { root, names: state.names, source };
}
