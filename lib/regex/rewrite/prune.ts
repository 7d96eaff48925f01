import { asked } from '../analysis';
import { map, type Node } from '../tree';

/** Drops the captures nobody can see: unnamed and never referred to. */
export function prune(root: Node, named: ReadonlySet<number>): Node {
  const wanted = new Set([...named, ...asked(root)]);
  const visit = (node: Node): Node => {
    if (node.kind === 'group' && !wanted.has(node.number)) return visit(node.body);
    return map(node, visit);
  };
  return visit(root);
}
