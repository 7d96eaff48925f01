import { choice, type Node, sequence } from '../tree';

/**
 * Turns a `$` after which nothing follows into a `tail`: it may then eat the final line feed it looks at, which the linear engine
 * can do and a look-ahead it cannot. A `$` at the end of a capture is moved behind it, so that the capture does not grow.
 */
export function markTail(node: Node): Node {
  if (node.kind === 'at') return node.at === 'end' ? { kind: 'at', at: 'tail' } : node;
  if (node.kind === 'choice') return choice(node.options.map(markTail));
  if (node.kind === 'group') return tailGroup(node.number, markTail(node.body)) ?? node;
  if (node.kind !== 'sequence') return node;
  const last = node.items.at(-1);
  return last ? sequence([...node.items.slice(0, -1), markTail(last)]) : node;
}

function tailGroup(number: number, body: Node): Node | null {
  if (body.kind !== 'sequence') return null;
  const last = body.items.at(-1);
  if (last?.kind !== 'at' || last.at !== 'tail') return null;
  return sequence([{ kind: 'group', number, body: sequence(body.items.slice(0, -1)) }, last]);
}
