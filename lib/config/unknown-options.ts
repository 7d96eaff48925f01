import { filterExists } from './filter';
import { namesUsed } from './filter-checks';
import { FILTER_OPTIONS } from './filter-text';
import { JAIL_OPTIONS, SERVER_OPTIONS } from './jail-options';
import { type Layers, type Options, readLayers } from './layers';
import { didYouMean, nearest } from './nearest';
import { error, notice, type Place, type Problem } from './problem';
import { parseSpec } from './spec';
import type { ConfigTree } from './tree';

/**
 * Options in the jail files that nobody reads: no option of a jail, referred to by no `%(name)s`, and no path or shortcut of the
 * stock files. A slip of the keyboard is an error; a parameter of a filter or an action, which has no effect in a jail, is a
 * notice that says where it belongs.
 */
export function unknownOptions(tree: ConfigTree, layers: Layers): readonly Problem[] {
  const used = namesUsed(layers);
  const known = (name: string, file: string) =>
    Object.hasOwn(JAIL_OPTIONS, name) || used.has(name) || isShortcut(name) || isPathsFile(file);
  const strangers = (options: Options) => [...options].filter(([name, { place }]) => !known(name, place.file));
  const all = [layers.defaults, ...layers.sections.values()].flatMap(strangers);
  return [
    ...all.map(([name, { place }]) => stranger(tree, name, place)),
    ...[...layers.sections.keys()].flatMap((section) => [
      ...notJail(section, layers),
      ...nearlyJail(tree, section, layers),
    ]),
  ];
}

function stranger(tree: ConfigTree, name: string, place: Place): Problem {
  const parameter = parameterOf(tree, name);
  if (parameter) return notice(place, `'${name}' has no effect in a jail`, parameter);
  return error(place, `unknown option '${name}'`, hintFor(name));
}

/** `action_mw`, `my_action_`, `sshd_log`: shortcuts are there to be used, or not. */
const isShortcut = (name: string): boolean => /^action_|_(?:log|loggroup|backend)$/.test(name);

const isPathsFile = (file: string): boolean => /(?:^|\/)paths-[^/]*$/.test(file);

function hintFor(name: string): string {
  if (SERVER_OPTIONS.includes(name)) return 'it belongs into fail2ban.local';
  if (name === 'logtype') return 'filter = %(__name__)s[logtype=journal]';
  const meant = didYouMean(name, [...Object.keys(JAIL_OPTIONS), ...FILTER_OPTIONS]);
  return meant ?? `nothing refers to it as %(${name})s`;
}

/** Which filter or action of the tree has a parameter of that name. */
function parameterOf(tree: ConfigTree, name: string): string | undefined {
  for (const folder of ['action.d', 'filter.d']) {
    for (const file of tree.list(folder).filter((each) => each.endsWith('.conf'))) {
      const base = file.slice(0, -'.conf'.length);
      const sections = readLayers(tree, `${folder}/${base}`)?.sections;
      if (!sections?.get('Init')?.has(name) && !sections?.get('Definition')?.has(name)) continue;
      return folder === 'action.d'
        ? `set it in the brackets of an action: ${base}[${name}=...]`
        : `filter = ${base}[${name}=...]`;
    }
  }
  return undefined;
}

/** Sections that are no jail, though fail2ban would take them for one. */
function notJail(section: string, layers: Layers): readonly Problem[] {
  const place = layers.places.get(section) ?? { file: 'jail.conf', line: 0 };
  if (section.toLowerCase() === 'default') return [error(place, `[${section}] is no jail`, 'write [DEFAULT]')];
  const foreign = section === 'Definition' || section === 'Init' || section === 'Thread';
  return foreign ? [error(place, `[${section}] has no meaning here`, 'options of all jails stand in [DEFAULT]')] : [];
}

/** `[ssdh]` is a jail of its own, of which nobody would ever hear. */
function nearlyJail(tree: ConfigTree, section: string, { defaults, places, sections }: Layers): readonly Problem[] {
  const own = sections.get(section);
  const filter = own?.get('filter') ?? defaults.get('filter');
  const name = parsedName(filter?.text.replaceAll('%(__name__)s', section) ?? section);
  if (own?.has('enabled') || name === undefined || name.includes('%') || filterExists(tree, name)) return [];
  const meant = nearest(
    section,
    [...sections.keys()].filter((other) => other !== section),
  );
  if (meant === undefined) return [];
  const message = `jail ${section} is not enabled, and there is no filter '${name}'`;
  return [notice(places.get(section) ?? { file: 'jail.conf', line: 0 }, message, `did you mean [${meant}]?`)];
}

function parsedName(text: string): string | undefined {
  const parsed = parseSpec(text);
  return parsed.kind === 'spec' ? parsed.spec.name : undefined;
}
