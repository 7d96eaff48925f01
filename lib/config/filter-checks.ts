import type { OpenFilter } from './filter';
import { FILTER_OPTIONS, type FilterText } from './filter-text';
import type { Layers } from './layers';
import { didYouMean, nearest } from './nearest';
import { error, type Problem } from './problem';

/** Options every filter takes, whether it mentions them or not. */
const ALWAYS: readonly string[] = [...FILTER_OPTIONS, 'logtype', 'mode'];

/** What is wrong with a filter although it can be read: modes that do not exist, options nobody reads. */
export function checkFilter(opened: OpenFilter, text: FilterText): readonly Problem[] {
  const { layers } = opened;
  const used = namesUsed(layers);
  return [
    ...unknownChoices(opened, text),
    ...unknownBrackets(opened, used),
    ...misspelled(layers, used),
    ...withoutDefinition(layers),
  ];
}

/**
 * `<mdre-<mode>>` names one option for each mode. A mode that has none leaves the tag as text, an expression that never
 * matches: the choices there are become the hint.
 */
function unknownChoices(opened: OpenFilter, text: FilterText): readonly Problem[] {
  const { spec, layers, placeOf } = opened;
  const problems: Problem[] = [];
  for (const [before, inner, after] of compositeTags(layers)) {
    const chosen = text.all[inner] ?? layers.defaults.get(inner)?.text;
    const left = chosen === undefined ? undefined : `<${before}${chosen}${after}>`;
    const affected = FILTER_OPTIONS.find((option) => left !== undefined && text.options[option]?.text.includes(left));
    if (!affected) continue;
    const written = spec.options[inner] === undefined ? text.options[affected]?.place : undefined;
    const choices = choicesOf(layers, before, after);
    const hint = `${inner} is one of: ${choices.join(', ')}`;
    problems.push(error(written ?? placeOf(inner), `${called(opened)} has no ${inner} '${chosen}'`, hint));
  }
  return problems;
}

/** The parts of every `<a<b>c>` in the filter: a, b and c. */
function compositeTags(layers: Layers): readonly (readonly [string, string, string])[] {
  const found = new Map<string, readonly [string, string, string]>();
  for (const text of texts(layers)) {
    for (const [whole, before = '', inner = '', after = ''] of text.matchAll(/<([^<> ]*)<([^<> ]+)>([^<> ]*)>/g)) {
      if (before + after !== '') found.set(whole, [before, inner, after]);
    }
  }
  return [...found.values()];
}

function choicesOf(layers: Layers, before: string, after: string): readonly string[] {
  const names = [...layers.sections].flatMap(([section, options]) =>
    [...options.keys()].flatMap((name) => (section === 'Definition' ? [name] : [`${section}/${name}`])),
  );
  const fits = (name: string) => name.startsWith(before) && name.endsWith(after) && name.length > before.length;
  const choices = [...names, ...layers.defaults.keys()]
    .filter(fits)
    .map((name) => name.slice(before.length, name.length - after.length));
  return [...new Set(choices)].sort();
}

/** Options that choose between named parts of a filter, such as `mode`, and what each may be. */
export function choosable(layers: Layers): ReadonlyMap<string, readonly string[]> {
  const options = new Map<string, readonly string[]>();
  for (const [before, inner, after] of compositeTags(layers)) {
    options.set(inner, [...new Set([...(options.get(inner) ?? []), ...choicesOf(layers, before, after)])].sort());
  }
  return options;
}

const called = ({ spec, swapped }: OpenFilter): string =>
  swapped ? `the shipped filter ${spec.name}` : `filter ${spec.name}`;

function unknownBrackets(opened: OpenFilter, used: ReadonlySet<string>): readonly Problem[] {
  const { spec, layers, placeOf, swapped } = opened;
  const own = namesSet(layers);
  const known = new Set([...ALWAYS, ...used, ...own]);
  return Object.keys(spec.options)
    .filter((name) => !known.has(name) && !known.has(name.toLowerCase()))
    .map((name) => {
      const hint = didYouMean(name, known) ?? `it reads: ${[...own].slice(0, 12).join(', ')}`;
      const stay = swapped ? '; filters = own keeps yours' : '';
      return error(placeOf(name), `${called(opened)} has no option '${name}'`, `${hint}${stay}`);
    });
}

/** `failregx = ...`: set, read by nobody, and close to an option that is read. */
function misspelled(layers: Layers, used: ReadonlySet<string>): readonly Problem[] {
  const problems: Problem[] = [];
  for (const section of ['Definition', 'Init']) {
    for (const [name, { place }] of layers.sections.get(section) ?? []) {
      const meant = nearest(name, FILTER_OPTIONS);
      if (ALWAYS.includes(name) || used.has(name) || meant === undefined) continue;
      problems.push(error(place, `unknown option '${name}'`, `did you mean '${meant}'?`));
    }
  }
  return problems;
}

function withoutDefinition(layers: Layers): readonly Problem[] {
  if (layers.sections.has('Definition')) return [];
  const file = layers.files.at(-1)?.name ?? '';
  return [error({ file, line: 0 }, 'the filter has no [Definition] section', 'failregex stands in [Definition]')];
}

function namesSet(layers: Layers): ReadonlySet<string> {
  const names = [...layers.sections].filter(([section]) => section === 'Definition' || section === 'Init');
  return new Set([...layers.defaults.keys(), ...names.flatMap(([, options]) => [...options.keys()])]);
}

/** Every name some value of these files refers to, as `%(name)s` or `<name>`. */
export function namesUsed(layers: Layers): ReadonlySet<string> {
  const names = new Set<string>();
  for (const text of texts(layers)) {
    for (const [, percent, tag] of text.matchAll(/%\(([^)]+)\)s|<([^<> ]+)>/g)) {
      const name = (percent ?? tag ?? '').toLowerCase();
      names.add(name).add(name.slice(name.lastIndexOf('/') + 1));
    }
  }
  return names;
}

function texts(layers: Layers): readonly string[] {
  const all = [layers.defaults, ...layers.sections.values()];
  return all.flatMap((options) => [...options.values()].map(({ text }) => text));
}
