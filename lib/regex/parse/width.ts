import type { Node } from '../tree';
import type { Width } from './state';

const ZERO: Width = { min: 0, max: 0 };

function widest(widths: readonly Width[]): Width {
  return {
    min: Math.min(...widths.map((width) => width.min)),
    max: Math.max(...widths.map((width) => width.max)),
  };
}

/** The least and greatest length of a match, as Python's compiler counts it for look-behinds. */
export function widthOf(node: Node, groups: readonly (Width | null)[]): Width {
  switch (node.kind) {
    case 'set':
      return { min: 1, max: 1 };
    case 'sequence':
      return node.items
        .map((item) => widthOf(item, groups))
        .reduce((sum, width) => ({ min: sum.min + width.min, max: sum.max + width.max }), ZERO);
    case 'choice':
      return widest(node.options.map((option) => widthOf(option, groups)));
    case 'conditional':
      return widest([widthOf(node.yes, groups), widthOf(node.no, groups)]);
    case 'repeat': {
      const { min, max } = widthOf(node.body, groups);
      return { min: min * node.min, max: max === 0 ? 0 : max * node.max };
    }
    case 'group':
    case 'atomic':
      return widthOf(node.body, groups);
    case 'reference':
      return groups[node.group] ?? ZERO;
    default:
      return ZERO;
  }
}
