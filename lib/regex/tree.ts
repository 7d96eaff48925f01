import type { RangeSet } from './ranges';

/** A Python expression as a tree. Flags are already applied: sets are folded, `^` and `$` are what they mean. */
export type Node =
  /** One character. */
  | { readonly kind: 'set'; readonly ranges: RangeSet }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | Repeat
  | Group
  | { readonly kind: 'atomic'; readonly body: Node }
  | Look
  /** Back-reference. */
  | { readonly kind: 'reference'; readonly group: number }
  | { readonly kind: 'conditional'; readonly group: number; readonly yes: Node; readonly no: Node }
  | { readonly kind: 'at'; readonly at: At };

/** Greedy or lazy; `possessive` is parsed into an atomic greedy repeat. `max` may be Infinity. */
export interface Repeat {
  readonly kind: 'repeat';
  readonly body: Node;
  readonly min: number;
  readonly max: number;
  readonly lazy: boolean;
}

/** A capture; `number` is Python's. */
export interface Group {
  readonly kind: 'group';
  readonly number: number;
  readonly body: Node;
}

export interface Look {
  readonly kind: 'look';
  readonly body: Node;
  readonly ahead: boolean;
  readonly negative: boolean;
}

/**
 * Places: `start` is `\A` and `^`; `end` is `$`, at the end or before a final line feed; `very-end` is `\Z`; `tail` is an `end` that
 * is printed so that it may eat the line feed (made by `rewrite/tail`); `tail-word` and `tail-other` are ends of the expression where
 * a word character, or none, must follow (made by `rewrite/boundary`). The `line-` places are those of `re.MULTILINE`.
 */
export type At =
  | 'start'
  | 'line-start'
  | 'end'
  | 'line-end'
  | 'very-end'
  | 'tail'
  | 'tail-word'
  | 'tail-other'
  | 'boundary'
  | 'not-boundary'
  | 'ascii-boundary'
  | 'not-ascii-boundary';

export const EMPTY: Node = { kind: 'sequence', items: [] };
/** Matches nowhere. */
export const FAIL: Node = { kind: 'set', ranges: [] };

export function sequence(items: readonly Node[]): Node {
  const nested = items.some((item) => item.kind === 'sequence');
  const flat = nested ? items.flatMap((item) => (item.kind === 'sequence' ? item.items : [item])) : items;
  const only = flat[0];
  return flat.length === 1 && only ? only : { kind: 'sequence', items: flat };
}

export function choice(options: readonly Node[]): Node {
  const nested = options.some((option) => option.kind === 'choice');
  const flat = nested ? options.flatMap((option) => (option.kind === 'choice' ? option.options : [option])) : options;
  const only = flat[0];
  return flat.length === 1 && only ? only : { kind: 'choice', options: flat };
}

/** The nodes directly inside. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'sequence':
      return node.items;
    case 'choice':
      return node.options;
    case 'repeat':
    case 'group':
    case 'atomic':
    case 'look':
      return [node.body];
    case 'conditional':
      return [node.yes, node.no];
    default:
      return [];
  }
}

/** The same node over changed children. */
export function map(node: Node, change: (child: Node) => Node): Node {
  switch (node.kind) {
    case 'sequence':
      return sequence(node.items.map(change));
    case 'choice':
      return choice(node.options.map(change));
    case 'repeat':
    case 'group':
    case 'atomic':
    case 'look':
      return { ...node, body: change(node.body) };
    case 'conditional':
      return { ...node, yes: change(node.yes), no: change(node.no) };
    default:
      return node;
  }
}

/** Visits the node and everything inside. */
export function visitAll(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of children(node)) visitAll(child, visit);
}

/** Whether `test` holds for the node or anything inside. */
export function some(node: Node, test: (node: Node) => boolean): boolean {
  return test(node) || children(node).some((child) => some(child, test));
}

/** Whether the node holds a capture. */
export function captures(node: Node): boolean {
  return some(node, (inner) => inner.kind === 'group');
}
