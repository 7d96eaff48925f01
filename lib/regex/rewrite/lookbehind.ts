import { lastOf, nullable } from '../analysis';
import { covers } from '../ranges';
import { EMPTY, map, type Node, sequence, some } from '../tree';

/**
 * Drops a look-behind for one character where everything that can stand before it ends in such a character: the `(?<=:)` of
 * fail2ban's `<IP6>`. It keeps the expression out of V8's linear engine and says nothing.
 */
export function dropLookbehind(root: Node): Node {
  return some(root, isOne) ? visit(root, []) : root;
}

function isOne(node: Node): boolean {
  return node.kind === 'look' && !node.ahead && !node.negative;
}

/** `before`: what was matched directly before the node, nearest last; empty when unknown. */
function visit(node: Node, before: readonly Node[]): Node {
  if (node.kind === 'look' && !node.ahead && !node.negative && isTrue(node.body, before)) return EMPTY;
  if (node.kind === 'sequence') {
    return sequence(node.items.map((item, index) => visit(item, [...before, ...node.items.slice(0, index)])));
  }
  if (node.kind === 'choice' || node.kind === 'group' || node.kind === 'atomic') {
    return map(node, (child) => visit(child, before));
  }
  return map(node, (child) => visit(child, []));
}

function isTrue(wanted: Node, before: readonly Node[]): boolean {
  if (wanted.kind !== 'set') return false;
  const whole: Node = { kind: 'sequence', items: before };
  return !nullable(whole) && covers(wanted.ranges, lastOf(whole));
}
