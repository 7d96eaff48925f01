import type { FirstSet } from '../core/ruleset';
import { firstOf, nullable } from './analysis';
import { contains, intersect, LAST_CODE_POINT } from './ranges';
import type { Node } from './tree';

const ASCII_END = 0x7f;

/** Whether every match begins at the start of the text. */
export function anchored(node: Node): boolean {
  switch (node.kind) {
    case 'at':
      return node.at === 'start';
    case 'sequence':
      return node.items.some((item, index) => anchored(item) && node.items.slice(0, index).every(empty));
    case 'choice':
      return node.options.length > 0 && node.options.every(anchored);
    case 'repeat':
      return node.min > 0 && anchored(node.body);
    case 'group':
    case 'atomic':
      return anchored(node.body);
    default:
      return false;
  }
}

/** Looks and places: they match no character. */
function empty(node: Node): boolean {
  return node.kind === 'look' || node.kind === 'at';
}

/**
 * The first characters of every text that matches, for an expression that begins at the start of the text; never too few.
 * `null` when it may begin elsewhere or may match nothing: then the first character says nothing.
 */
export function firstSet(root: Node): FirstSet | null {
  if (!anchored(root) || nullable(root)) return null;
  const set = firstOf(root);
  let ascii = '';
  for (let digit = 0; digit <= ASCII_END; digit += 4) {
    const bits = [0, 1, 2, 3].reduce((sum, bit) => sum * 2 + (contains(set, digit + bit) ? 1 : 0), 0);
    ascii += bits.toString(16);
  }
  return { ascii, other: intersect(set, [ASCII_END + 1, LAST_CODE_POINT]).length > 0 };
}
