import type { Jail } from '../core/ruleset';
import { type FilterSource, type OpenFilter, ownFiles } from './filter';
import { filterLayers } from './filter-text';
import type { JailScope, Setting } from './jail-scope';
import { choiceOf } from './jail-values';
import type { Layers } from './layers';
import { parseSpec } from './spec';
import { type ConfigTree, openTree } from './tree';

/** Where a jail's filter is read: the tree, and whether that is the shipped one because the jail asked for it. */
export interface FilterTree {
  readonly tree: ConfigTree;
  readonly swapped: boolean;
}

let shippedTree: ConfigTree | undefined;
const shipped = (): ConfigTree => {
  shippedTree ??= openTree(undefined);
  return shippedTree;
};

const shippedNames = (): readonly string[] =>
  shipped()
    .list('filter.d')
    .flatMap((file) => /^(.+)(?<!common)\.conf$/.exec(file)?.[1] ?? []);

const nameOf = (spec: string): string | undefined => {
  const parsed = parseSpec(spec);
  return parsed.kind === 'spec' ? parsed.spec.name : undefined;
};

/**
 * Where `filters = shipped` sends a jail's filter: to the project's own of the same name, with nothing of the administrator's
 * `filter.d`. In `[DEFAULT]` it means the jails that have such a namesake; in a jail without one it is a mistake.
 */
export function filterTreeOf(
  tree: ConfigTree,
  layers: Layers,
  jail: JailScope,
  { text }: Pick<FilterSource, 'text'>,
): FilterTree {
  const own = { tree, swapped: false };
  const setting = jail.setting('filters');
  if (choiceOf(jail, 'filters', ['own', 'shipped']) !== 'shipped' || !setting) return own;
  const name = nameOf(text);
  if (name === undefined) return own;
  if (!shippedNames().includes(name)) {
    if (layers.sections.get(jail.name)?.has('filters')) missing(jail, setting, name);
    return own;
  }
  noteUnread(tree, jail, setting, name);
  noteReplaced(layers, jail, name);
  return { tree: shipped(), swapped: true };
}

const missing = (jail: JailScope, { place }: Setting, name: string): void =>
  jail.fail(place, `filters = shipped: no filter '${name}' ships`, `these do: ${shippedNames().join(', ')}`);

/** The administrator's additions to the stock filter, which the shipped one does not have. */
function noteUnread(tree: ConfigTree, jail: JailScope, { place }: Setting, name: string): void {
  const extensions = (filterLayers(tree, name)?.files ?? []).filter(
    ({ path, shipped: ours }) =>
      !ours &&
      path !== `filter.d/${name}.conf` &&
      path.startsWith(`filter.d/${name}.`) &&
      !path.endsWith(`/${name}.conf`),
  );
  for (const file of extensions) {
    jail.note(place, `filters = shipped: ${file.name} is not read`, `set what it changes in filter = ${name}[...]`);
  }
}

/** An expression of the jail that stands in the place of all the shipped ones. */
function noteReplaced(layers: Layers, jail: JailScope, name: string): void {
  const own = layers.sections.get(jail.name)?.get('failregex');
  if (!own || own.text.includes('known/failregex')) return;
  const hint = '%(known/failregex)s keeps them';
  jail.note(own.place, `failregex stands in place of the expressions of the shipped filter ${name}`, hint);
}

/** Whose files a filter is made of, and whether the project ships one of that name. */
export function filterFrom(opened: OpenFilter): NonNullable<Jail['filterFrom']> {
  if (ownFiles(opened).every((file) => file.shipped)) return 'shipped';
  return shippedNames().includes(opened.spec.name) ? 'replaceable' : 'own';
}
