import { nullable } from './analysis';
import { contains } from './ranges';
import { children, type Node } from './tree';

const LINE_FEED = 0x0a;

/**
 * Whether the expression finds the same, with the same captures, in a text that does not end in a line feed and in that
 * text with one at its end (the form fail2ban searches in). Proven from the tree, never guessed: it holds when no character can be the last
 * line feed but one of a loop that may also leave it: `\s*$` outside of captures.
 */
export const ignoresLastLineFeed = (root: Node): boolean => onlyPlainPlaces(root) && leaves(root, true, false);

/** `^` and `$` mean the same with and without it, and so does a look for what holds no line feed. Other places and references could tell. */
function onlyPlainPlaces(node: Node): boolean {
  if (node.kind === 'at') return node.at === 'start' || node.at === 'end';
  if (['reference', 'conditional', 'atomic'].includes(node.kind)) return false;
  if (node.kind === 'look' && takesLineFeed(node)) return false;
  return children(node).every(onlyPlainPlaces);
}

/**
 * Whether the node leaves the last line feed, or can.
 * @param last whether all that follows may be empty: only then can the node reach the end of the text
 */
function leaves(node: Node, last: boolean, captured: boolean): boolean {
  if (!last || !takesLineFeed(node)) return true;
  switch (node.kind) {
    case 'sequence':
      return node.items.every((item, index) => leaves(item, node.items.slice(index + 1).every(nullable), captured));
    case 'choice':
      return node.options.every((option) => leaves(option, true, captured) || mayBeEnd(node, option, captured));
    case 'group':
      return leaves(node.body, true, true);
    case 'repeat':
      return (
        (node.min === 0 && node.body.kind === 'set' && !captured) ||
        (node.max === 1 && leaves(node.body, true, captured))
      );
    default:
      return false;
  }
}

/** In `(?:\s|$)` the line's end stands for the line feed. */
const mayBeEnd = ({ options }: Extract<Node, { kind: 'choice' }>, option: Node, captured: boolean): boolean =>
  option.kind === 'set' && !captured && options.some((other) => other.kind === 'at' && other.at === 'end');

const takesLineFeed = (node: Node): boolean =>
  node.kind === 'set' ? contains(node.ranges, LINE_FEED) : children(node).some(takesLineFeed);
