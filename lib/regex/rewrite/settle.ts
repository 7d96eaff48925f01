import { alwaysSet, groupsIn } from '../analysis';
import { choice, FAIL, map, type Node, type Repeat, sequence } from '../tree';

/**
 * What is known of each group at one place: set, not set, or neither. A group that is not listed is not set. Inside a loop the
 * groups of its body count as unknown, since an earlier round may have set them.
 */
type Known = ReadonlyMap<number, boolean | null>;

/** A tree in which everything that is known is decided, and the first group that is asked for and unknown. */
export interface Settled {
  readonly node: Node;
  readonly open: number | null;
}

interface Walk {
  open: number | null;
}

/** Decides conditionals and references whose group is certainly set or certainly not set at their place. */
export function settle(root: Node): Settled {
  const walk: Walk = { open: null };
  const [node] = visit(root, new Map(), walk);
  return { node, open: walk.open };
}

type Result = readonly [Node, Known];

function visit(node: Node, known: Known, walk: Walk): Result {
  switch (node.kind) {
    case 'sequence':
      return visitSequence(node.items, known, walk);
    case 'choice':
      return visitOptions(node.options, known, walk);
    case 'repeat':
      return visitRepeat(node, known, walk);
    case 'group': {
      const [body, after] = visit(node.body, known, walk);
      return [{ ...node, body }, new Map([...after, [node.number, true]])];
    }
    case 'atomic': {
      const [body, after] = visit(node.body, known, walk);
      return [{ ...node, body }, after];
    }
    case 'look': {
      const [body, after] = visit(node.body, known, walk);
      return [{ ...node, body }, node.negative ? known : after];
    }
    case 'reference':
    case 'conditional':
      return visitAsking(node, known, walk);
    default:
      return [node, known];
  }
}

function visitSequence(items: readonly Node[], known: Known, walk: Walk): Result {
  let now = known;
  const done = items.map((item) => {
    const [node, after] = visit(item, now, walk);
    now = after;
    return node;
  });
  return [sequence(done), now];
}

function visitOptions(options: readonly Node[], known: Known, walk: Walk): Result {
  const results = options.map((option) => visit(option, known, walk));
  return [choice(results.map(([node]) => node)), merge(results.map(([, after]) => after))];
}

function merge(states: readonly Known[]): Known {
  const merged = new Map<number, boolean | null>();
  for (const group of new Set(states.flatMap((state) => [...state.keys()]))) {
    const values = new Set(states.map((state) => state.get(group) ?? (state.has(group) ? null : false)));
    const [value] = values;
    merged.set(group, values.size === 1 ? (value as boolean | null) : null);
  }
  return merged;
}

function visitRepeat(node: Repeat, known: Known, walk: Walk): Result {
  const inside = new Map(known);
  if (node.max > 1) for (const group of groupsIn(node.body)) inside.set(group, null);
  const [body, after] = visit(node.body, inside, walk);
  const done: Node = { ...node, body };
  return [done, node.min > 0 ? after : merge([known, after])];
}

function visitAsking(node: Node & { group: number }, known: Known, walk: Walk): Result {
  const state = known.has(node.group) ? known.get(node.group) : false;
  if (node.kind === 'reference') {
    if (state === false) return [FAIL, known];
    if (state === null) walk.open ??= node.group;
    return [node, known];
  }
  const { yes, no } = node as Extract<Node, { kind: 'conditional' }>;
  if (state === true) return visit(yes, known, walk);
  if (state === false) return visit(no, known, walk);
  walk.open ??= node.group;
  const both = visitOptions([yes, no], known, { open: walk.open });
  return [node, both[1]];
}

/** Whether every round of a loop sets the group. */
export function setsAlways(node: Node, group: number): boolean {
  return alwaysSet(node).has(group);
}

/** The node with every question about `group` answered; what stands inside the group itself is left alone. */
export function answer(node: Node, group: number, isSet: boolean): Node {
  if (node.kind === 'conditional' && node.group === group) return answer(isSet ? node.yes : node.no, group, isSet);
  if (node.kind === 'reference' && node.group === group && !isSet) return FAIL;
  return map(node, (child) => answer(child, group, isSet));
}
