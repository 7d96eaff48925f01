import { firstOf, lastOf, nullable } from '../analysis';
import { covers, EVERY, intersect, NONE, type RangeSet, subtract, union } from '../ranges';
import { choice, EMPTY, FAIL, map, type Node, type Repeat, sequence, some } from '../tree';
import { ASCII_WORD, WORD } from '../unicode';

/** What can stand next to a place: characters, and whether it can be the edge of the text. */
interface Side {
  readonly characters: RangeSet;
  readonly edge: boolean;
}

interface Context {
  readonly before: Side;
  readonly after: Side;
  /** Nothing of the whole expression follows, and no capture or loop ends here. */
  readonly tail: boolean;
}

const ANYTHING: Side = { characters: EVERY, edge: true };
/** Word characters that JavaScript's `\b` does not know. */
const WIDE_WORD = subtract(WORD, ASCII_WORD);

/**
 * Rewrites `\b` so that the linear engine can run it. JavaScript's `\b` is ASCII; Python's is not, and the look-arounds that would
 * say it keep an expression out of the linear engine. Often the neighbours decide: both sides known, no letter beyond ASCII on
 * either side, or nothing behind it, so that the next character may be eaten and given back (`tail-word`, `tail-other`).
 */
export function settleBoundaries(root: Node): Node {
  return some(root, isBoundary) ? visit(root, { before: ANYTHING, after: ANYTHING, tail: true }) : root;
}

function visit(node: Node, context: Context): Node {
  switch (node.kind) {
    case 'sequence':
      return visitSequence(node.items, context);
    case 'choice':
      return choice(node.options.map((option) => visit(option, context)));
    case 'repeat':
      return visitRepeat(node, context);
    case 'group':
      return { ...node, body: visit(node.body, { ...context, tail: false }) };
    case 'at':
      return node.at === 'boundary' ? decide(node, context) : node;
    case 'set':
    case 'reference':
      return node;
    default:
      return map(node, (child) => visit(child, { before: ANYTHING, after: ANYTHING, tail: false }));
  }
}

function visitRepeat(node: Repeat, { before, after }: Context): Node {
  if (node.max <= 1) return { ...node, body: visit(node.body, { before, after, tail: false }) };
  const inside: Context = {
    before: { characters: union(before.characters, lastOf(node.body)), edge: before.edge },
    after: { characters: union(after.characters, firstOf(node.body)), edge: after.edge },
    tail: false,
  };
  return { ...node, body: visit(node.body, inside) };
}

function isBoundary(node: Node | undefined): boolean {
  return node?.kind === 'at' && node.at === 'boundary';
}

function visitSequence(all: readonly Node[], context: Context): Node {
  const items = distribute(all, context.tail);
  const visited = items.map((item, index) => {
    const before = beforeOf(items.slice(0, index), context.before);
    const after = afterOf(items.slice(index + 1), context.after);
    return visit(item, { before, after, tail: context.tail && index === items.length - 1 });
  });
  return sequence(visited);
}

/** `(?:a|b)\b` as `(?:a\b|b\b)`, at the end of the expression: each option may end differently. */
function distribute(items: readonly Node[], tail: boolean): readonly Node[] {
  const last = items.at(-1);
  const previous = items.at(-2);
  if (!tail || !last || !isBoundary(last) || previous?.kind !== 'choice') return items;
  return [...items.slice(0, -2), choice(previous.options.map((option) => sequence([option, last])))];
}

function beforeOf(items: readonly Node[], outer: Side): Side {
  const whole: Node = { kind: 'sequence', items };
  if (!nullable(whole)) return { characters: lastOf(whole), edge: false };
  const atStart = items.some((item) => item.kind === 'at' && item.at === 'start');
  const rest = atStart ? NONE : outer.characters;
  return { characters: union(lastOf(whole), rest), edge: atStart || outer.edge };
}

function afterOf(items: readonly Node[], outer: Side): Side {
  const whole: Node = { kind: 'sequence', items };
  if (!nullable(whole)) return { characters: firstOf(whole), edge: false };
  return { characters: union(firstOf(whole), outer.characters), edge: outer.edge };
}

/** Whether a word character stands on this side: certainly, certainly not, or unknown. */
function wordOn({ characters, edge }: Side): boolean | null {
  if (intersect(characters, WORD).length === 0) return false;
  return !edge && covers(WORD, characters) ? true : null;
}

function decide(node: Node, { before, after, tail }: Context): Node {
  const left = wordOn(before);
  const right = wordOn(after);
  if (left !== null && right !== null) return left === right ? FAIL : EMPTY;
  if (tail && left !== null) return { kind: 'at', at: left ? 'tail-other' : 'tail-word' };
  const wide = intersect(union(before.characters, after.characters), WIDE_WORD);
  return wide.length === 0 ? { kind: 'at', at: 'ascii-boundary' } : node;
}
