import { interpolate, optionOf, type Scope, valueIn } from './interpolate';
import type { Layers } from './layers';
import { attempt, type Place, type Problem } from './problem';
import { isTag } from './tags';

/** The options of a filter or action file, before `<tag>` substitution. */
export interface Combined {
  readonly names: readonly string[];
  readonly lookUp: (name: string) => string | undefined;
  readonly placeOf: (name: string) => Place;
  /** Whether brackets or `[Init]` set the option. */
  readonly isParameter: (name: string) => boolean;
}

type Values = Map<string, string | undefined>;

/**
 * Brackets over `[Init]` over `[Definition]`, each interpolated; `[DEFAULT]` and other sections when asked for. What brackets
 * and `[Init]` set counts in `%(x)s` of `[Definition]`, too, before the jail's options there.
 */
export function combine(
  layers: Layers,
  jail: Readonly<Record<string, string>>,
  brackets: Readonly<Record<string, string>>,
  problems: Problem[],
): Combined {
  const init: Scope = { layers, section: 'Init' };
  const parameters: Values = new Map();
  const known: Values = new Map();
  for (const [name, value] of layers.sections.get('Init') ?? []) {
    const text = attempt(problems, () => interpolate(init, name, value));
    parameters.set(name, text);
    known.set(`known/${name}`, text);
  }
  for (const [name, text] of Object.entries(brackets)) parameters.set(name, text);
  const given = { ...jail, ...overriding(layers, parameters), ...brackets };
  const definition: Scope = { layers, section: 'Definition', given };
  const values: Values = new Map([...known, ...parameters]);
  for (const [name, value] of layers.sections.get('Definition') ?? []) {
    const text = parameters.get(name) ?? attempt(problems, () => interpolate(definition, name, value));
    values.set(name, text);
  }
  const names = [...values.keys()].filter((name) => !name.startsWith('known/'));
  const lookUp = (name: string): string | undefined => {
    const option = isTag(name) ? name : withLowerOption(name);
    if (!values.has(option)) {
      const text = forTags(jail)[option] ?? attempt(problems, () => fromFiles(definition, option));
      values.set(option, text);
    }
    return values.get(option);
  };
  const fallback = { file: layers.files[0]?.name ?? '', line: 0 };
  const optionAt = (name: string) => layers.sections.get('Init')?.get(name) ?? valueIn(definition, name);
  const placeOf = (name: string) => optionAt(name)?.place ?? fallback;
  return { names, lookUp, placeOf, isParameter: (name) => parameters.has(name) };
}

/** Of `[Init]` what other sections set, too: fail2ban asks those first whether there is such an option. */
function overriding(layers: Layers, parameters: Values): Readonly<Record<string, string>> {
  const definition: Scope = { layers, section: 'Definition' };
  const found = [...parameters].filter(([name]) => valueIn(definition, name) !== undefined);
  return Object.fromEntries(found.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
}

/** Options are lower case, whatever a tag writes; sections are not. */
const withLowerOption = (name: string): string => {
  const slash = name.lastIndexOf('/') + 1;
  return name.slice(0, slash) + name.slice(slash).toLowerCase();
};

/** What of its jail a filter or an action sees in tags: `<port>` in an expression is text. */
const forTags = ({ enabled, backend = 'auto', filter }: Readonly<Record<string, string>>) =>
  ({ enabled, backend, filter }) as Readonly<Record<string, string | undefined>>;

/** `<x>` set in `[DEFAULT]`, `<section/x>`, `<known/x>`. */
function fromFiles(definition: Scope, name: string): string | undefined {
  const { layers } = definition;
  const parts = /^([\w-]+)\/([^\s>]+)$/.exec(name);
  if (!parts) return optionOf(definition, name);
  const [, section = '', option = ''] = parts;
  if (section.toLowerCase() === 'known') {
    const earlier = valueIn(definition, option);
    return earlier && interpolate(definition, option, earlier.previous ?? earlier);
  }
  if (section.toLowerCase() === 'default') return optionOf({ layers, section: 'DEFAULT' }, option);
  return layers.sections.has(section) ? optionOf({ layers, section }, option) : undefined;
}
