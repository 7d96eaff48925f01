import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveFilter } from '../lib/config/filter';
import { openTree } from '../lib/config/tree';
import type { Origin } from './rulesets';
import type { Target } from './tasks/slowest';

/** Every filter of an origin, in its own mode and in the aggressive one, written where a worker reads them. */
export function writeTargets(folder: string, origin: Origin): string {
  const tree = openTree(origin.kind === 'stock' ? origin.folder : undefined);
  const names = tree.list('filter.d').flatMap((file) => /^(.+)\.conf$/.exec(file)?.[1] ?? []);
  const targets = new Map<string, Target>();
  for (const filter of names.flatMap((name) => [name, `${name}[mode=aggressive]`])) {
    const { rules, shipped } = resolveFilter(tree, filter);
    if (rules.failregex.length === 0 || shipped !== (origin.kind === 'shipped')) continue;
    const key = JSON.stringify(rules);
    if (!targets.has(key)) targets.set(key, { filter, rules, ambiguity: shipped ? 'drop' : 'keep' });
  }
  const file = join(folder, `targets-${origin.kind}.json`);
  writeFileSync(file, JSON.stringify([...targets.values()]));
  return file;
}
