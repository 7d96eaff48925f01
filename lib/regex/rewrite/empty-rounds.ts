import { disjoint, emptyLast, nullable } from '../analysis';
import { choice, EMPTY, type Node, type Repeat, sequence } from '../tree';
import { Unsplittable } from './unsplittable';

/** One way to match, certain to match something or certain to match nothing. */
interface Way {
  readonly node: Node;
  readonly empty: boolean;
}

/** More ways than this make the printed pattern too long. */
const MAX_WAYS = 32;

const UNKNOWN = 'a repeat of something that matches nothing before it matches something';

/**
 * `x*` where `x` may match nothing and then something else. Python takes an empty round once and leaves the loop; only when what
 * follows fails it tries the later ways of `x`. So the ways before the first empty one (`a`) repeat greedily, those after it (`b`)
 * lazily: `a*(?:ba*)*?`. Without captures nothing else of a round can be seen.
 * @throws Unsplittable
 */
export function splitEmptyRounds(node: Repeat): Node {
  if (Number.isFinite(node.max)) throw new Unsplittable(UNKNOWN);
  const ways = waysOf(node.body);
  const firstEmpty = ways.findIndex((way) => way.empty);
  const some = (part: readonly Way[]) => part.filter((way) => !way.empty).map((way) => way.node);
  const before = star(some(ways.slice(0, firstEmpty)), false);
  const after = some(ways.slice(firstEmpty));
  const rest = after.length === 0 ? EMPTY : star([sequence([choice(after), before])], true);
  return sequence([...Array.from({ length: node.min }, () => node.body), before, rest]);
}

function star(options: readonly Node[], lazy: boolean): Node {
  if (options.length === 0) return EMPTY;
  const simple = options.length === 1 || disjoint(options) ? options.map(single) : options;
  return { kind: 'repeat', body: choice(simple), min: 0, max: Number.POSITIVE_INFINITY, lazy };
}

/** `(?:x+)*` ends where `x*` ends, in the same order, and has one way for each end instead of many. */
function single(node: Node): Node {
  const isPlus = node.kind === 'repeat' && node.min === 1 && node.max === Number.POSITIVE_INFINITY && !node.lazy;
  return isPlus && node.body.kind === 'set' ? node.body : node;
}

/** All ways through the node in order. */
function waysOf(node: Node): readonly Way[] {
  if (!nullable(node)) return [{ node, empty: false }];
  switch (node.kind) {
    case 'sequence':
      return node.items.map(waysOf).reduce(product, [{ node: EMPTY, empty: true }]);
    case 'choice':
      return limited(node.options.flatMap(waysOf));
    case 'repeat':
      return waysOfRepeat(node);
    default:
      throw new Unsplittable(UNKNOWN);
  }
}

function limited(ways: readonly Way[]): readonly Way[] {
  if (ways.length > MAX_WAYS) throw new Unsplittable(UNKNOWN);
  return ways;
}

function product(heads: readonly Way[], tails: readonly Way[]): readonly Way[] {
  return limited(
    heads.flatMap((head) =>
      tails.map((tail) => ({ node: sequence([head.node, tail.node]), empty: head.empty && tail.empty })),
    ),
  );
}

function waysOfRepeat(node: Repeat): readonly Way[] {
  const { body, min, lazy } = node;
  if (nullable(body) && (min > 0 || lazy || !emptyLast(body))) throw new Unsplittable(UNKNOWN);
  const filled = nullable(body) ? choice(waysOf(body).flatMap((way) => (way.empty ? [] : [way.node]))) : body;
  const some: Way = { node: { ...node, body: filled, min: 1 }, empty: false };
  const none: Way = { node: EMPTY, empty: true };
  return lazy ? [none, some] : [some, none];
}
