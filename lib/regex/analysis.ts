import { EVERY, intersect, NONE, type RangeSet, union } from './ranges';
import { children, type Node, type Repeat, visitAll } from './tree';

/** Whether the node can match the empty text. Looks and places count as empty. */
export function nullable(node: Node): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'sequence':
      return node.items.every(nullable);
    case 'choice':
      return node.options.some(nullable);
    case 'repeat':
      return node.min === 0 || nullable(node.body);
    case 'group':
    case 'atomic':
      return nullable(node.body);
    case 'conditional':
      return nullable(node.yes) || nullable(node.no);
    default:
      return true;
  }
}

/** The characters a match can begin with, looks and places ignored: never too few. Empty matches add nothing. */
export function firstOf(node: Node): RangeSet {
  switch (node.kind) {
    case 'set':
      return node.ranges;
    case 'sequence': {
      const stop = node.items.findIndex((item) => !nullable(item));
      const leading = stop < 0 ? node.items : node.items.slice(0, stop + 1);
      return union(...leading.map(firstOf));
    }
    case 'reference':
      return EVERY;
    case 'look':
    case 'at':
      return NONE;
    default:
      return union(...children(node).map(firstOf));
  }
}

/** The characters a match can end with: the mirror of `firstOf`. */
export function lastOf(node: Node): RangeSet {
  switch (node.kind) {
    case 'set':
      return node.ranges;
    case 'sequence': {
      const stop = node.items.findLastIndex((item) => !nullable(item));
      return union(...node.items.slice(Math.max(stop, 0)).map(lastOf));
    }
    case 'reference':
      return EVERY;
    case 'look':
    case 'at':
      return NONE;
    default:
      return union(...children(node).map(lastOf));
  }
}

/** Numbers of the groups inside. */
export function groupsIn(node: Node): Set<number> {
  const found = new Set<number>();
  visitAll(node, (inner) => {
    if (inner.kind === 'group') found.add(inner.number);
  });
  return found;
}

/** Numbers of the groups that every match of the node sets. */
export function alwaysSet(node: Node): Set<number> {
  switch (node.kind) {
    case 'sequence':
      return new Set(node.items.flatMap((item) => [...alwaysSet(item)]));
    case 'choice':
      return shared(node.options.map(alwaysSet));
    case 'conditional':
      return shared([alwaysSet(node.yes), alwaysSet(node.no)]);
    case 'repeat':
      return node.min === 0 ? new Set() : alwaysSet(node.body);
    case 'group':
      return new Set([node.number, ...alwaysSet(node.body)]);
    case 'atomic':
      return alwaysSet(node.body);
    case 'look':
      return node.negative ? new Set() : alwaysSet(node.body);
    default:
      return new Set();
  }
}

function shared(sets: readonly ReadonlySet<number>[]): Set<number> {
  const all = sets.flatMap((set) => [...set]);
  return new Set(all.filter((group) => sets.every((set) => set.has(group))));
}

/** Numbers of the groups that back-references and conditionals ask for. */
export function asked(node: Node): Set<number> {
  const found = new Set<number>();
  visitAll(node, (inner) => {
    if (inner.kind === 'reference' || inner.kind === 'conditional') found.add(inner.group);
  });
  return found;
}

/**
 * Whether, of all ways to match, those that match nothing come last. A loop over such a body means the same in Python, which takes
 * an empty round and then leaves, and in JavaScript, which refuses the empty round.
 */
export function emptyLast(node: Node): boolean {
  if (!nullable(node)) return true;
  switch (node.kind) {
    case 'sequence':
      return node.items.every(emptyLast);
    case 'choice':
      return node.options.slice(0, -1).every((option) => !nullable(option)) && node.options.slice(-1).every(emptyLast);
    case 'repeat':
      return !node.lazy && emptyLast(node.body);
    case 'group':
    case 'atomic':
      return emptyLast(node.body);
    default:
      return node.kind !== 'conditional';
  }
}

/** Whether there is at most one way to match at any given place, when what follows begins with one of `follow`. */
export function singlePath(node: Node, follow: RangeSet = EVERY): boolean {
  switch (node.kind) {
    case 'sequence': {
      const follows = followsOf(node.items, follow);
      return node.items.every((item, index) => singlePath(item, follows[index]));
    }
    case 'choice':
      return disjoint(node.options) && node.options.every((option) => singlePath(option, follow));
    case 'repeat':
      return singleRepeat(node, follow);
    case 'group':
      return singlePath(node.body, follow);
    default:
      return node.kind !== 'conditional';
  }
}

function singleRepeat({ body, min, max }: Repeat, follow: RangeSet): boolean {
  if (nullable(body)) return false;
  const first = firstOf(body);
  const certain = min === max || intersect(first, follow).length === 0;
  return certain && singlePath(body, max > 1 ? union(first, follow) : follow);
}

/** For each item of a sequence, the first characters of what follows it. */
export function followsOf(items: readonly Node[], follow: RangeSet): readonly RangeSet[] {
  const follows: RangeSet[] = [];
  let next = follow;
  for (const item of items.toReversed()) {
    follows.push(next);
    next = nullable(item) ? union(firstOf(item), next) : firstOf(item);
  }
  return follows.reverse();
}

/** Whether no two options can begin with the same character, and none can be empty. */
export function disjoint(options: readonly Node[]): boolean {
  if (options.some(nullable)) return false;
  const firsts = options.map(firstOf);
  return firsts.every((set, index) => firsts.slice(index + 1).every((other) => intersect(set, other).length === 0));
}
