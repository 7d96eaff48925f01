import type { ExpressionVerdict } from '../core/ruleset';
import { isLinear } from './linear';
import type { Node } from './tree';

/** How the time of a search is bounded. */
export function verdictOf(_root: Node, js: string): ExpressionVerdict {
  return isLinear(js) ? 'linear' : 'deadline';
}
