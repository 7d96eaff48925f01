import { asked, groupsIn, singlePath } from '../analysis';
import { choice, EMPTY, type Group, type Node, type Repeat, sequence } from '../tree';
import { answer, setsAlways, settle } from './settle';
import { Unsplittable } from './unsplittable';

/** Rounds of splitting before the expression is called too complex: each may double what follows. */
const MAX_SPLITS = 24;

/**
 * Removes conditionals, and references to groups that may not be set. JavaScript has no conditionals, and there a reference to an
 * unset group matches nothing instead of failing. Where a group may or may not be set, what follows is written twice, once for each
 * case, in the order Python would try them.
 * @throws Unsplittable where the order cannot be kept
 */
export function specialise(root: Node): Node {
  if (asked(root).size === 0) return root;
  let node = root;
  for (let round = 0; round < MAX_SPLITS; round += 1) {
    const settled = settle(node);
    node = settled.node;
    if (settled.open === null) return node;
    node = split(node, settled.open, { asks: false, isSet: false, follow: () => EMPTY });
  }
  throw new Unsplittable('too many conditions');
}

/** What follows a node. */
interface Rest {
  /** Whether the group is set before the node. */
  readonly isSet: boolean;
  /** Whether what follows asks for the group: only then it is worth writing it twice. */
  readonly asks: boolean;
  readonly follow: (isSet: boolean) => Node;
}

/** `node` followed by `rest`, written once for each answer to whether `node` sets `group`. */
function split(node: Node, group: number, rest: Rest): Node {
  const asks = asked(node).has(group);
  if (!rest.asks && !asks) return sequence([node, rest.follow(rest.isSet)]);
  if (!groupsIn(node).has(group)) return sequence([answer(node, group, rest.isSet), rest.follow(rest.isSet)]);
  switch (node.kind) {
    case 'sequence':
      return splitSequence(node.items, group, rest);
    case 'choice':
      return choice(node.options.map((option) => split(option, group, rest)));
    case 'repeat':
      return splitRepeat(node, group, rest);
    case 'group':
      if (node.number === group) return sequence([node, rest.follow(true)]);
      return fromVariants(variants(node, group), rest);
    default:
      throw new Unsplittable('a group inside a look-around or an atomic group decides');
  }
}

function splitSequence(items: readonly Node[], group: number, rest: Rest): Node {
  const last = rest.asks ? items.length - 1 : items.findLastIndex((item) => asked(item).has(group));
  const step = (index: number, isSet: boolean): Node => {
    const item = items[index];
    if (!item || index > last) return rest.asks ? rest.follow(isSet) : EMPTY;
    return split(item, group, { isSet, asks: index < last || rest.asks, follow: (next) => step(index + 1, next) });
  };
  const whole = step(0, rest.isSet);
  return rest.asks ? whole : sequence([whole, ...items.slice(last + 1), rest.follow(rest.isSet)]);
}

/** `x?` that may set the group: its body with the rest, or the rest alone. */
function splitRepeat(node: Repeat, group: number, rest: Rest): Node {
  if (node.min !== 0 || node.max !== 1) return fromVariants(variants(node, group), rest);
  const taken = split(node.body, group, rest);
  const skipped = rest.follow(rest.isSet);
  return choice(node.lazy ? [skipped, taken] : [taken, skipped]);
}

interface Variant {
  readonly node: Node;
  readonly isSet: boolean;
}

function fromVariants(found: readonly Variant[], rest: Rest): Node {
  return choice(found.map((variant) => sequence([variant.node, rest.follow(rest.isSet || variant.isSet)])));
}

/** Every way through the node, in order, each certain to set the group or not. */
function variants(node: Node, group: number): readonly Variant[] {
  if (!groupsIn(node).has(group)) return [{ node, isSet: false }];
  switch (node.kind) {
    case 'group':
      if (node.number === group) return [{ node, isSet: true }];
      return variants(node.body, group).map((inner) => ({
        ...inner,
        node: { ...node, body: inner.node } satisfies Group,
      }));
    case 'choice':
      return node.options.flatMap((option) => variants(option, group));
    case 'sequence':
      return sequenceVariants(node.items, group);
    case 'repeat':
      return repeatVariants(node, group);
    default:
      throw new Unsplittable('a group inside a look-around or an atomic group decides');
  }
}

function sequenceVariants(items: readonly Node[], group: number): readonly Variant[] {
  const index = items.findIndex((item) => groupsIn(item).has(group));
  const before = items.slice(0, index);
  const own = variants(items[index] as Node, group);
  if (own.length > 1 && !singlePath(sequence(before)))
    throw new Unsplittable('the text before the group has several ways to match');
  const after = items.slice(index + 1);
  return own.map((variant) => ({
    node: sequence([...before, variant.node, ...after.map((item) => answer(item, group, variant.isSet))]),
    isSet: variant.isSet,
  }));
}

function repeatVariants(node: Repeat, group: number): readonly Variant[] {
  const sets = setsAlways(node.body, group);
  if (sets && node.min > 0) return [{ node, isSet: true }];
  if (node.min === 0 && node.max === 1) {
    const taken = variants(node.body, group);
    const skipped = { node: EMPTY, isSet: false };
    return node.lazy ? [skipped, ...taken] : [...taken, skipped];
  }
  if (!sets || node.min > 0) throw new Unsplittable('a round of a repeat may set the group or not');
  const taken: Variant = { node: { ...node, min: 1 }, isSet: true };
  const skipped: Variant = { node: EMPTY, isSet: false };
  return node.lazy ? [skipped, taken] : [taken, skipped];
}
