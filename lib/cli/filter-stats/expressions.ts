import { resolveFilter } from '../../config/filter';
import { choosable } from '../../config/filter-checks';
import { filterLayers } from '../../config/filter-text';
import { ConfigurationError } from '../../config/problem';
import type { ConfigTree } from '../../config/tree';
import type { Expression, ExpressionVerdict } from '../../core/ruleset';
import { reasonOf } from './reason';

export type ExpressionKind = 'prefregex' | 'failregex' | 'ignoreregex';

/** One expression of a filter, and what bounds the time of a search with it. */
export interface StatedExpression {
  readonly filter: string;
  readonly kind: ExpressionKind;
  readonly verdict: ExpressionVerdict;
  readonly reason: string;
  /** The first brackets it appears with, e.g. `mode=aggressive`; empty: as the filter stands. */
  readonly options: string;
  /** The Python expression. */
  readonly source: string;
}

/** Filters of a tree: files of `filter.d` that are more than parts for others to include. */
export const filterNames = (tree: ConfigTree): readonly string[] =>
  tree.list('filter.d').flatMap((file) => /^(.+)(?<!common)\.conf$/.exec(file)?.[1] ?? []);

/**
 * Every expression of a filter, each once, over all choices it offers (`mode`, `logtype` ...).
 * @throws ConfigurationError when there is no such filter, or it has a mistake.
 */
export function expressionsOf(tree: ConfigTree, filter: string): readonly StatedExpression[] {
  const found = new Map<string, StatedExpression>();
  for (const options of variantsOf(tree, filter)) {
    const { rules, problems } = resolveFilter(tree, options === '' ? filter : `${filter}[${options}]`);
    if (options === '' && problems.some(({ level }) => level === 'error')) throw new ConfigurationError(problems);
    const take = (kind: ExpressionKind) => (expression: Expression) => {
      const { verdict, source } = expression;
      const key = `${kind} ${source}`;
      if (!found.has(key)) found.set(key, { filter, kind, verdict, reason: reasonOf(expression), options, source });
    };
    if (rules.prefregex) take('prefregex')(rules.prefregex);
    rules.failregex.forEach(take('failregex'));
    rules.ignoreregex.forEach(take('ignoreregex'));
  }
  return [...found.values()];
}

/** The brackets to try: none first, then each choice alone, then each pair of choices. */
function variantsOf(tree: ConfigTree, filter: string): readonly string[] {
  const layers = filterLayers(tree, filter);
  const choices = [...(layers ? choosable(layers) : [])].map(([name, values]) =>
    values.map((value) => `${name}=${value}`),
  );
  const pairs = choices.flatMap((one, index) =>
    choices.slice(index + 1).flatMap((other) => one.flatMap((a) => other.map((b) => `${a}, ${b}`))),
  );
  return ['', ...choices.flat(), ...pairs];
}
