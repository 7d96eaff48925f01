import { choice, EMPTY, FAIL, type Look, type Node } from '../tree';
import { checkLookbehind, checkReference, reference } from './escape';
import { apply, isFlag, readFlags } from './flags';
import { accept, fail, length, peek, take, takeUntil } from './reader';
import type { Flags, Item, State } from './state';
import { widthOf } from './width';

/** The parser of what stands inside a group; given by `parse` so that the files do not import each other in a circle. */
export interface Inside {
  /** Options separated by `|`. */
  readonly options: (state: State, flags: Flags) => Node;
  /** One option. */
  readonly option: (state: State, flags: Flags) => Node;
  /** Whether nothing but comments stands before this group in the whole expression. */
  readonly atStart: boolean;
}

const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const MAX_GROUPS = 0x7fffffff / 2;

function close(state: State, start: number): void {
  if (!accept(state.reader, ')')) throw fail(state.reader, 'missing ), unterminated subpattern', start);
}

function checkName(state: State, name: string): void {
  if (IDENTIFIER.test(name)) return;
  const position = state.reader.position - length(name) - 1;
  throw fail(state.reader, `bad character in group name '${name}'`, position);
}

function capture(state: State, flags: Flags, inside: Inside, name: string | null): Node {
  const { reader, names, widths } = state;
  const start = reader.position;
  const number = widths.length;
  if (name !== null) {
    const other = names.get(name);
    if (other !== undefined) {
      const message = `redefinition of group name '${name}' as group ${number}; was group ${other}`;
      throw fail(reader, message, start - length(name) - 1);
    }
    names.set(name, number);
  }
  widths.push(null);
  const body = inside.options(state, flags);
  close(state, name === null ? start - 1 : start - length(name) - 5);
  widths[number] = widthOf(body, widths);
  return { kind: 'group', number, body };
}

function named(state: State, flags: Flags, inside: Inside): Node {
  const { reader } = state;
  if (accept(reader, '<')) {
    const name = takeUntil(reader, '>', 'group name');
    checkName(state, name);
    return capture(state, flags, inside, name);
  }
  if (!accept(reader, '=')) {
    const character = take(reader);
    if (character === null) throw fail(reader, 'unexpected end of pattern', reader.position);
    const start = reader.position - length(character) - 2;
    throw fail(reader, `unknown extension ?P${character}`, start);
  }
  const name = takeUntil(reader, ')', 'group name');
  checkName(state, name);
  const position = reader.position - length(name) - 1;
  const group = state.names.get(name);
  if (group === undefined) throw fail(reader, `unknown group name '${name}'`, position);
  checkReference(state, group, position);
  return reference(state, group, flags);
}

function comment(state: State, start: number): null {
  const { reader } = state;
  for (;;) {
    if (peek(reader) === null) throw fail(reader, 'missing ), unterminated comment', start);
    if (take(reader) === ')') return null;
  }
}

function look(state: State, flags: Flags, inside: Inside, sign: string): Node {
  const { reader } = state;
  const start = reader.position - 3;
  let kind: string | null = sign;
  const behind = sign === '<';
  if (behind) {
    kind = take(reader);
    if (kind === null) throw fail(reader, 'unexpected end of pattern', reader.position);
    if (kind !== '=' && kind !== '!') {
      throw fail(reader, `unknown extension ?<${kind}`, reader.position - length(kind) - 2);
    }
  }
  const outer = state.lookbehind;
  if (behind) state.lookbehind = outer ?? state.widths.length;
  const body = inside.options(state, flags);
  state.lookbehind = outer;
  close(state, start);
  return checked(state, { kind: 'look', body, ahead: !behind, negative: kind === '!' }, start);
}

function checked(state: State, node: Look, start: number): Node {
  const { min, max } = widthOf(node.body, state.widths);
  if (!node.ahead && min !== max) {
    const advice = 'write one look-behind for each length';
    throw fail(state.reader, `look-behind requires fixed-width pattern: ${advice}`, start);
  }
  const isEmpty = node.body.kind === 'sequence' && node.body.items.length === 0;
  if (!isEmpty) return node;
  return node.negative ? FAIL : EMPTY;
}

function conditionGroup(state: State, name: string): number {
  const { reader, names, conditions } = state;
  const position = reader.position - length(name) - 1;
  if (IDENTIFIER.test(name)) {
    const group = names.get(name);
    if (group === undefined) throw fail(reader, `unknown group name '${name}'`, position);
    return group;
  }
  if (!/^\d+$/.test(name)) throw fail(reader, `bad character in group name '${name}'`, position);
  const group = Number(name);
  if (group === 0) throw fail(reader, 'bad group number', position);
  if (group >= MAX_GROUPS) throw fail(reader, `invalid group reference ${group}`, position);
  if (!conditions.has(group)) conditions.set(group, position);
  return group;
}

function conditional(state: State, flags: Flags, inside: Inside, start: number): Node {
  const { reader } = state;
  const group = conditionGroup(state, takeUntil(reader, ')', 'group name'));
  checkLookbehind(state, group);
  const yes = inside.option(state, flags);
  const no = accept(reader, '|') ? inside.option(state, flags) : EMPTY;
  if (peek(reader) === '|') {
    throw fail(reader, 'conditional backref with more than two branches', reader.position);
  }
  close(state, start);
  return { kind: 'conditional', group, yes, no };
}

/** `(?i)` at the start: the flags of the whole expression change, nothing is matched. */
function flagged(state: State, flags: Flags, inside: Inside, first: string): Node | null {
  const { reader } = state;
  const start = reader.position - 3;
  const change = readFlags(reader, first);
  if (change.global) {
    if (!inside.atStart) throw fail(reader, 'global flags not at the start of the expression', start);
    state.flags = apply(state.flags, change);
    return null;
  }
  return enclosed(state, apply(flags, change), inside, start);
}

function enclosed(state: State, flags: Flags, inside: Inside, start: number): Node {
  const body = inside.options(state, flags);
  close(state, start);
  return body;
}

/** A group, its `(` already taken; `null` for a comment and for global flags. */
export function group(state: State, flags: Flags, inside: Inside): Item | null {
  const node = extension(state, flags, inside);
  return node && { node, kind: 'plain' };
}

function extension(state: State, flags: Flags, inside: Inside): Node | null {
  const { reader } = state;
  const start = reader.position - 1;
  if (!accept(reader, '?')) return capture(state, flags, inside, null);
  const sign = take(reader);
  if (sign === null) throw fail(reader, 'unexpected end of pattern', reader.position);
  if (sign === 'P') return named(state, flags, inside);
  if (sign === ':') return choice([enclosed(state, flags, inside, start)]);
  if (sign === '#') return comment(state, start);
  if (sign === '=' || sign === '!' || sign === '<') return look(state, flags, inside, sign);
  if (sign === '(') return conditional(state, flags, inside, start);
  if (sign === '>') return { kind: 'atomic', body: enclosed(state, flags, inside, start) };
  if (isFlag(sign)) return flagged(state, flags, inside, sign);
  throw fail(reader, `unknown extension ?${sign}`, reader.position - length(sign) - 1);
}
