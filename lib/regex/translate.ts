import type { Expression } from '../core/ruleset';
import { type Alphabet, alphabetOf, isKnown, wide } from './alphabet';
import { firstSet } from './first';
import { headOf } from './head';
import { limitOf } from './limit';
import { ignoresLastLineFeed } from './line-feed';
import { isLinear } from './linear';
import { literals } from './literals';
import { type Parsed, parse } from './parse/parse';
import { type Printed, print, type Unroll } from './print';
import { assemble } from './program';
import type { RangeSet } from './ranges';
import { settleBoundaries } from './rewrite/boundary';
import { dropLookbehind } from './rewrite/lookbehind';
import { alignLoops, forgets } from './rewrite/loops';
import { prune } from './rewrite/prune';
import { specialise } from './rewrite/specialise';
import { markTail } from './rewrite/tail';
import { exact, Unsplittable } from './rewrite/unsplittable';
import { children, type Node } from './tree';

/** Flags given from outside, as `re.compile(source, flags)`. */
export interface TranslateOptions {
  /** `re.MULTILINE`: fail2ban sets it for failregexes when `maxlines` is over 1. */
  readonly multiline?: boolean;
  /** `re.IGNORECASE`. */
  readonly ignoreCase?: boolean;
}

/** An expression, and what is told of it once, when a filter is made. */
export interface Translated extends Expression {
  /**
   * What stands at the first places of every match, for an expression that must begin at the start of the text: the characters
   * of each place, empty where they are many. A match is at least as long. Empty: nothing is known.
   */
  readonly head: readonly string[];
}

const UNROLLS: readonly Unroll[] = ['sets', 'all'];

/**
 * Translates a Python expression (str pattern, Python 3.11) into a JavaScript one that finds the same matches in the same texts:
 * `compile(translate(p)).search(text)` gives the span and the named groups of `re.search(p, text)`.
 * @throws PythonRegexError where Python refuses the expression, or where no exact form is known
 */
export function translate(source: string, options: TranslateOptions = {}): Translated {
  const { multiline = false, ignoreCase = false } = options;
  const parsed = parse(source, { multiline, ignoreCase, dotAll: false, verbose: false, ascii: false });
  return exact(source, () => express(parsed, rewrite(parsed)));
}

function rewrite({ root, names }: Parsed): Node {
  const pruned = prune(root, new Set(names.values()));
  return alignLoops(specialise(dropLookbehind(pruned)));
}

function express({ source, names }: Parsed, root: Node): Translated {
  const sets = ownSets(root);
  const alphabet = alphabetOf(sets);
  const { js, captures, tails, linear } = printBest(markTail(settleBoundaries(root)), alphabet);
  const lost = forgets(root);
  const limit = limitOf(root, linear);
  const program = linear && !lost && limit === null ? null : assemble(root, alphabet, names);
  if (lost && !program) throw new Unsplittable('a group inside a repeat that not every round sets');
  return {
    source,
    js,
    groups: Object.fromEntries([...names].map(([name, number]) => [name, captures.get(number) ?? []])),
    first: firstSet(root),
    head: headOf(root),
    literals: literals(root),
    verdict: linear ? 'linear' : program ? 'bounded' : 'deadline',
    ...(ignoresLastLineFeed(root) ? { ignoresLastLineFeed: true } : {}),
    ...(tails.length > 0 ? { tails } : {}),
    ...(sets.length > 0 ? { alphabet: sets } : {}),
    ...(program ? { program: { ...program, forgets: lost } } : {}),
    ...(limit === null ? {} : { limit }),
  };
}

/** The sets above Latin-1 that the expression itself names. */
function ownSets(root: Node): readonly RangeSet[] {
  const standard = alphabetOf([]);
  const found = new Map<string, RangeSet>();
  const visit = (node: Node): void => {
    if (node.kind === 'set' && !isKnown(node.ranges, standard)) found.set(wide(node.ranges).join(), wide(node.ranges));
    children(node).forEach(visit);
  };
  visit(root);
  return [...found.values()];
}

/** `{2,3}` as it is printed; a brace that is a character is printed with a backslash. */
const COUNT = /\{\d+(?:,\d*)?\}/g;

/** The plainest form that V8 can run in linear time, or the plainest of all. */
function printBest(root: Node, alphabet: Alphabet): Printed & { readonly linear: boolean } {
  const plain = print(root, alphabet, 'none');
  if (isLinear(plain.js)) return { ...plain, linear: true };
  const onlyCounts = isLinear(plain.js.replace(COUNT, '*'));
  for (const unroll of onlyCounts ? UNROLLS : []) {
    const printed = print(root, alphabet, unroll);
    if (isLinear(printed.js)) return { ...printed, linear: true };
  }
  return { ...plain, linear: false };
}
