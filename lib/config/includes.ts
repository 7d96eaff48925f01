import { isAbsolute, posix } from 'node:path';
import { type IniFile, type IniSection, parseIni, type Value } from './ini';
import { interpolate, valueIn } from './interpolate';
import { didYouMean } from './nearest';
import { attempt, error, type Problem } from './problem';
import type { ConfigTree, SourceFile } from './tree';

/** A file of the read order, parsed. */
export interface ReadFile {
  readonly source: SourceFile;
  readonly ini: IniFile;
}

export interface ReadOrder {
  /** Earlier files first: a later one overwrites. */
  readonly files: readonly ReadFile[];
  readonly problems: readonly Problem[];
}

/**
 * The files that make up a configuration, in read order: each of `paths` that exists, with the files its `[INCLUDES]` names
 * `before` and `after` it, recursively; a file's sibling `.local` follows it. A file that includes itself is read once.
 */
export function readInOrder(tree: ConfigTree, paths: readonly string[]): ReadOrder {
  const problems: Problem[] = [];
  const parsed = new Map<string, ReadFile>();
  const open = (path: string): ReadFile | undefined => {
    const known = parsed.get(path);
    if (known) return known;
    const source = tree.read(path);
    if (!source) return undefined;
    const file = { source, ini: parseIni(source) };
    problems.push(...file.ini.problems, ...file.ini.sections.flatMap(mistakesIn));
    parsed.set(path, file);
    return file;
  };
  const expand = (path: string, above: readonly string[]): readonly ReadFile[] => {
    const file = open(path);
    if (!file) return [];
    const around = (option: string) => {
      const list = attempt(problems, () => listIn(file.ini, option));
      return list ? included(list, path).flatMap(({ target, line }) => include(target, line, list)) : [];
    };
    const include = (target: string, line: number, list: Value): readonly ReadFile[] => {
      if (above.includes(target) || target === path) return [];
      const found = resolve(tree, target);
      if (found === undefined && !target.endsWith('.local')) {
        problems.push(error({ file: list.place.file, line }, `included file '${target}' does not exist`, INCLUDE_HINT));
      }
      return found === undefined ? [] : withLocals(tree, [found]).flatMap((each) => expand(each, [...above, path]));
    };
    return [...around('before'), file, ...around('after')];
  };
  const files = withLocals(tree, paths).flatMap((path) => expand(path, []));
  return { files, problems };
}

const LISTS = ['before', 'after'];

/** The value of `before` or `after` as this file alone makes it: what it includes is not known yet. */
function listIn({ sections }: IniFile, option: string): Value | undefined {
  const own = new Map(sections.map(({ name, options }) => [name, options]));
  if (!own.has('INCLUDES')) return undefined;
  const scope = { layers: { sections: own, defaults: own.get('DEFAULT') ?? new Map() }, section: 'INCLUDES' };
  const value = valueIn(scope, option);
  return value && { ...value, text: interpolate(scope, option, value) };
}

/** What looks like `[INCLUDES]` and is not, and what nobody reads there. */
function mistakesIn({ name, place, options }: IniSection): readonly Problem[] {
  if (/^includes?$/i.test(name) && name !== 'INCLUDES') {
    return [error(place, `[${name}] includes nothing`, 'write [INCLUDES]')];
  }
  if (name !== 'INCLUDES') return [];
  const strangers = [...options].filter(([option]) => !LISTS.includes(option));
  return strangers.map(([option, value]) =>
    error(value.place, `unknown option '${option}'`, didYouMean(option, LISTS) ?? 'before or after'),
  );
}

const INCLUDE_HINT = 'it is looked for in the folder of the file that names it';

function included(list: Value, from: string): readonly { readonly target: string; readonly line: number }[] {
  return list.text
    .split('\n')
    .map((target, index) => ({ target, line: list.lines[index] ?? list.place.line }))
    .filter(({ target }) => target !== '')
    .map(({ target, line }) => ({
      target: isAbsolute(target) ? target : posix.join(posix.dirname(from), target),
      line,
    }));
}

/** Where an included file is: as named, or for a filter outside of the tree the tree's own file of that name. */
function resolve(tree: ConfigTree, target: string): string | undefined {
  if (tree.read(target)) return target;
  const inTree = posix.join('filter.d', posix.basename(target));
  return isAbsolute(target) && tree.read(inTree) ? inTree : undefined;
}

function withLocals(tree: ConfigTree, paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const local = `${path.slice(0, path.length - posix.extname(path).length)}.local`;
    return paths.includes(local) || !tree.read(local) ? [path] : [path, local];
  });
}
