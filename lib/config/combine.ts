import { interpolate, optionOf, type Scope, valueIn } from './interpolate';
import type { Layers } from './layers';
import { attempt, type Place, type Problem } from './problem';

/** The options of a filter or action file, before `<tag>` substitution. */
export interface Combined {
  readonly names: readonly string[];
  readonly lookUp: (name: string) => string | undefined;
  readonly placeOf: (name: string) => Place;
}

/** Brackets over `[Init]` over `[Definition]`, each interpolated; `[DEFAULT]` and other sections when asked for. */
export function combine(
  layers: Layers,
  given: Readonly<Record<string, string>>,
  brackets: Readonly<Record<string, string>>,
  problems: Problem[],
): Combined {
  const init: Scope = { layers, section: 'Init' };
  const definition: Scope = { layers, section: 'Definition', given };
  const values = new Map<string, string | undefined>();
  const take = (scope: Scope, name: string, as = name) => {
    const value = layers.sections.get(scope.section)?.get(name);
    if (value)
      values.set(
        as,
        attempt(problems, () => interpolate(scope, name, value)),
      );
  };
  for (const name of layers.sections.get('Definition')?.keys() ?? []) take(definition, name);
  for (const name of layers.sections.get('Init')?.keys() ?? []) {
    take(init, name);
    take(init, name, `known/${name}`);
  }
  for (const [name, value] of Object.entries(brackets)) values.set(name, value);
  const names = [...values.keys()].filter((name) => !name.startsWith('known/'));
  const lookUp = (name: string): string | undefined => {
    if (!values.has(name))
      values.set(
        name,
        attempt(problems, () => fromFiles(definition, name)),
      );
    return values.get(name);
  };
  const fallback = { file: layers.files[0]?.name ?? '', line: 0 };
  const placeOf = (name: string) => (valueIn(definition, name) ?? valueIn(init, name))?.place ?? fallback;
  return { names, lookUp, placeOf };
}

/** `<x>` set in `[DEFAULT]` or by the jail, `<section/x>`, `<known/x>`. */
function fromFiles(definition: Scope, name: string): string | undefined {
  const { layers } = definition;
  const parts = /^([\w-]+)\/([^\s>]+)$/.exec(name);
  if (!parts) return definition.given?.[name] ?? optionOf(definition, name);
  const [, section = '', option = ''] = parts;
  if (section.toLowerCase() === 'known') {
    const earlier = valueIn(definition, option);
    return earlier && interpolate(definition, option, earlier.previous ?? earlier);
  }
  if (section.toLowerCase() === 'default') return optionOf({ layers, section: 'DEFAULT' }, option);
  return layers.sections.has(section) ? optionOf({ layers, section }, option) : undefined;
}
