import type { Expression } from '../../core/ruleset';
import { literals } from '../../regex/literals';
import { parse } from '../../regex/parse/parse';
import { type Node, sequence } from '../../regex/tree';

const FLAGS = { multiline: false, ignoreCase: false, dotAll: false, verbose: false, ascii: false };

/**
 * Sets of texts, of each of which every match holds one, from the beginnings and ends of an expression: where its own
 * set (`literals`) is of no use, because a record may hold only a part of a text, another one may be.
 */
export function otherSets({ source }: Expression): readonly (readonly string[])[] {
  return partsOf(parse(source, FLAGS).root).flatMap((part) => [literals(part)].filter((set) => set !== null));
}

/** What a match of a sequence holds of its beginning and of its end, divided where it is not just a character. */
function partsOf(root: Node): readonly Node[] {
  if (root.kind !== 'sequence') return [];
  const { items } = root;
  const cuts = items.flatMap((item, at) => (item.kind === 'set' ? [] : [at]));
  return cuts.flatMap((at) => [sequence(items.slice(0, at)), sequence(items.slice(at + 1))]);
}
