import { alwaysSet, emptyLast, groupsIn, nullable } from '../analysis';
import { captures, choice, EMPTY, map, type Node, type Repeat, sequence, some } from '../tree';
import { splitEmptyRounds } from './empty-rounds';
import { Unsplittable } from './unsplittable';

/** Rounds that are written out one by one at most. */
const MAX_ROUNDS = 32;

/**
 * Makes repeats mean in JavaScript what they mean in Python, which differs in two points. JavaScript forgets the captures of a body
 * at the start of each round; Python keeps them. And JavaScript refuses a round that matches nothing, where Python takes it once.
 * @throws Unsplittable where no exact form is known
 */
export function alignLoops(node: Node): Node {
  const inner = map(node, alignLoops);
  return inner.kind === 'repeat' ? align(inner) : inner;
}

/** Whether a loop is left whose captures JavaScript forgets: the span of a match is right, its captures may be missing. */
export function forgets(root: Node): boolean {
  return some(root, (node) => node.kind === 'repeat' && node.max > 1 && !setsAll(node.body));
}

function setsAll(body: Node): boolean {
  const always = alwaysSet(body);
  return [...groupsIn(body)].every((group) => always.has(group));
}

function align(node: Repeat): Node {
  if (node.max === 0) return EMPTY;
  if (node.min === 1 && node.max === 1) return node.body;
  if (node.max === 1) return nullable(node.body) ? optional(node, node.body) : node;
  return captures(node.body) ? alignCaptures(node) : alignEmpty(node);
}

/** The empty round of an optional body counts in Python: it sets the captures inside. */
function optional(node: Repeat, body: Node): Node {
  return choice(node.lazy ? [EMPTY, body] : [body, EMPTY]);
}

function alignEmpty(node: Repeat): Node {
  if (node.lazy || emptyLast(node.body)) return node;
  return splitEmptyRounds(node);
}

function alignCaptures(node: Repeat): Node {
  const { body, min, max, lazy } = node;
  const whole = setsAll(body);
  if (!nullable(body) && (whole || max > MAX_ROUNDS)) return node;
  if (max <= MAX_ROUNDS) return rounds(node);
  if (lazy) return node;
  if (!emptyLast(body)) throw new Unsplittable('a group inside a repeat whose rounds may be empty');
  return sequence([{ ...node, min }, optional(node, body)]);
}

/** `x{1,3}` as `x(?:x(?:x|)|)`. */
function rounds(node: Repeat): Node {
  const { body, min, max } = node;
  if (!emptyLast(body)) throw new Unsplittable('a group inside a repeat whose rounds may be empty');
  let rest: Node = EMPTY;
  for (let round = max; round > min; round -= 1) rest = optional(node, sequence([body, rest]));
  return sequence([...Array.from({ length: min }, () => body), rest]);
}
