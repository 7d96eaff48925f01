import { firstOf, followsOf, singlePath } from './analysis';
import { anchored } from './first';
import { EVERY, intersect, NONE, type RangeSet, union } from './ranges';
import { type Node, type Repeat, some } from './tree';

/** Steps V8's backtracking engine may take for one line at worst: about a millisecond. */
const MAX_STEPS = 1_000_000;
/** Longest line there is. */
const MAX_LENGTH = 65_537;
/** So short a text cannot hurt, even where the number of ways doubles with each character. */
const MIN_LENGTH = 16;
/** The polynomial is rarely reached: a few milliseconds at worst, and ordinary lines stay with V8, which is ten times faster. */
const ORDINARY_LENGTH = 256;
/** The same where V8 leaves its backtracking engine after 1,000 backtracks: our matcher is several times as fast as the linear one. */
const LINEAR_LENGTH = 1024;
/** Loops of fewer rounds hardly backtrack. */
const FEW_ROUNDS = 256;

/**
 * The longest text, in code units, that V8 may search: its backtracking cannot take more than about `MAX_STEPS` steps on it, but at
 * least the lengths above; `MIN_LENGTH` when the shape of the expression gives no bound, `null` when no line is too long. A loop that
 * shares a first character with what follows it can end in many places; `n` such loops in a row make a polynomial of degree
 * `n + 1`. A loop around something that has several ways itself may be exponential.
 * @param linear whether V8 can run the expression in its linear engine, and so will when it backtracks much.
 */
export function limitOf(root: Node, linear: boolean): number | null {
  if (linear) return some(root, (node) => node.kind === 'repeat' && node.max > FEW_ROUNDS) ? LINEAR_LENGTH : null;
  const degree = degreeOf(root, NONE) + (anchored(root) ? 0 : 1);
  let low = Number.isFinite(degree) ? ORDINARY_LENGTH : MIN_LENGTH;
  let high = MAX_LENGTH;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (steps(middle, degree) <= MAX_STEPS) low = middle;
    else high = middle - 1;
  }
  return low < MAX_LENGTH ? low : null;
}

/** How many ways `degree` loops can share a text, times its length. */
function steps(length: number, degree: number): number {
  if (!Number.isFinite(degree)) return Number.POSITIVE_INFINITY;
  let ways = length;
  for (let loop = 1; loop <= degree; loop += 1) ways *= length / loop;
  return ways;
}

/** How many loops of the node can end in many places. */
function degreeOf(node: Node, follow: RangeSet): number {
  switch (node.kind) {
    case 'sequence': {
      const follows = followsOf(node.items, follow);
      return node.items.reduce((sum, item, index) => sum + degreeOf(item, follows[index] as RangeSet), 0);
    }
    case 'choice':
      return Math.max(...node.options.map((option) => degreeOf(option, follow)));
    case 'repeat':
      return degreeOfRepeat(node, follow);
    case 'group':
    case 'atomic':
      return degreeOf(node.body, follow);
    case 'look':
      return degreeOf(node.body, EVERY);
    default:
      return 0;
  }
}

function degreeOfRepeat({ body, max }: Repeat, follow: RangeSet): number {
  const first = firstOf(body);
  const inside = max > 1 ? union(first, follow) : follow;
  if (Number.isFinite(max)) return max * degreeOf(body, inside);
  if (!singlePath(body, inside)) return Number.POSITIVE_INFINITY;
  return intersect(first, follow).length > 0 ? 1 : 0;
}
