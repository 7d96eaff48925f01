import { posix } from 'node:path';
import { type ReadFile, readInOrder } from './includes';
import type { IniSection, Value } from './ini';
import type { Place, Problem } from './problem';
import type { ConfigTree, SourceFile } from './tree';

export type Options = ReadonlyMap<string, Value>;

/** All files of one configuration merged: a later file wins option by option. */
export interface Layers {
  readonly files: readonly SourceFile[];
  readonly defaults: Options;
  /** Every section but `[DEFAULT]` and `[INCLUDES]`. `[Init?family=inet6] x` is option `x?family=inet6` of `Init`. */
  readonly sections: ReadonlyMap<string, Options>;
  /** Where each section was first opened. */
  readonly places: ReadonlyMap<string, Place>;
  readonly problems: readonly Problem[];
}

/**
 * Reads `name.conf`, `name.d/*.conf`, `name.local`, `name.d/*.local` in that order, with their includes.
 * @param name without extension, as in the tree: `jail`, `fail2ban`, `filter.d/sshd`, `action.d/iptables`.
 * @returns undefined when none of these files exists.
 */
export function readLayers(tree: ConfigTree, name: string): Layers | undefined {
  const dropIns = tree.list(`${name}.d`).map((file) => posix.join(`${name}.d`, file));
  const ending = (extension: string) => dropIns.filter((file) => file.endsWith(extension));
  const paths = [`${name}.conf`, ...ending('.conf'), `${name}.local`, ...ending('.local')];
  const present = paths.filter((path) => tree.read(path) !== undefined);
  return present.length === 0 ? undefined : readFiles(tree, present);
}

/** Reads exactly these files of the tree, with their includes. */
export function readFiles(tree: ConfigTree, paths: readonly string[]): Layers {
  const { files, problems } = readInOrder(tree, paths);
  const merged = { defaults: new Map<string, Value>(), sections: new Map<string, Map<string, Value>>() };
  const places = new Map<string, Place>();
  for (const section of files.flatMap(({ ini }: ReadFile) => ini.sections)) {
    if (section.name === 'INCLUDES') continue;
    const { name, condition } = splitCondition(section);
    const into = section.name === 'DEFAULT' ? merged.defaults : (merged.sections.get(name) ?? new Map<string, Value>());
    if (section.name !== 'DEFAULT') merged.sections.set(name, into);
    if (!places.has(name)) places.set(name, section.place);
    for (const [option, value] of section.options) overwrite(into, option + condition, value);
  }
  return { ...merged, places, files: files.map(({ source }) => source), problems };
}

function splitCondition(section: IniSection): { readonly name: string; readonly condition: string } {
  const parts = /^(\w+)(\?.+)$/.exec(section.name);
  return { name: parts?.[1] ?? section.name, condition: parts?.[2] ?? '' };
}

/** A file that is included twice does not become its own earlier layer. */
function overwrite(into: Map<string, Value>, option: string, value: Value): void {
  const before = into.get(option);
  const same = before?.place.file === value.place.file && before.place.line === value.place.line;
  const previous = same ? before?.previous : before;
  into.set(option, previous ? { ...value, previous } : value);
}
