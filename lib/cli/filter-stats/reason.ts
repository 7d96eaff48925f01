import type { Expression } from '../../core/ruleset';

/** What V8's linear engine cannot run (https://v8.dev/blog/non-backtracking-regexp), as it stands in a printed pattern. */
const FEATURES: readonly (readonly [string, RegExp])[] = [
  ['look-behind', /\(\?<[=!]/],
  ['look-ahead', /\(\?[=!]/],
  ['back-reference', /\\[1-9]/],
  ['counted repeat', /\{\d+(?:,\d*)?\}/],
];

/** Without escapes and classes, in which brackets and braces mean themselves. */
const bare = (js: string): string => js.replace(/\\[^1-9]/g, '').replace(/\[[^\]]*\]/g, '');

function obstacle({ js }: Expression): string {
  const [first, ...more] = FEATURES.flatMap(([name, mark]) => (mark.test(bare(js)) ? [name] : []));
  return [first ?? 'its shape', ...more.filter((name) => name !== 'counted repeat')].join(', ');
}

/** Why a search with this expression takes the time it may take. */
export function reasonOf(expression: Expression): string {
  const { verdict, limit } = expression;
  const own = limit === undefined ? '' : `, own matcher over ${limit} characters`;
  switch (verdict) {
    case 'linear':
      return `linear engine${own}`;
    case 'bounded':
      return `${obstacle(expression)}: ${own ? `V8${own}` : 'V8, no two loops share a text'}`;
    case 'deadline':
      return `${obstacle(expression)}: V8, 100 ms for ${limit === undefined ? 'any line' : `lines over ${limit} characters`}`;
  }
}
