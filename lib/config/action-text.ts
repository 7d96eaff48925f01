import { combine } from './combine';
import { readLayers } from './layers';
import { attempt, type Problem } from './problem';
import type { Spec } from './spec';
import { substitution } from './substitute';
import type { ConfigTree } from './tree';

/** An action's file with the options of its brackets. */
export interface ActionText {
  /** `edge` of our own action files; undefined: a shell action. */
  readonly edge: string | undefined;
  /** `notify` of our own action files: the kind of target. */
  readonly notify: string | undefined;
  /** Every option of `[Init]` and the brackets, after interpolation and substitution. */
  readonly options: Readonly<Record<string, string>>;
  /** Options the file itself knows. */
  readonly known: readonly string[];
  /** The options as the file sets them, without the brackets. */
  readonly defaults: Readonly<Record<string, string>>;
}

/** Reads `action.d/name` with its bracket options. @returns undefined: there is no such file. */
export function actionText(tree: ConfigTree, spec: Spec, problems: Problem[]): ActionText | undefined {
  const layers = readLayers(tree, `action.d/${spec.name}`);
  if (!layers) return undefined;
  problems.push(...layers.problems);
  const resolve = (brackets: Readonly<Record<string, string>>) => {
    const combined = combine(layers, brackets, brackets, problems);
    const expand = substitution(combined);
    const text = (name: string) => {
      const value = combined.lookUp(name);
      return value === undefined ? undefined : attempt(problems, () => expand(name, value));
    };
    return { text, names: [...(layers.sections.get('Init')?.keys() ?? []), ...Object.keys(brackets)] };
  };
  const table = (brackets: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
    const { text, names } = resolve(brackets);
    return Object.fromEntries(names.map((name) => [name, text(name) ?? '']));
  };
  const definition = (name: string) =>
    layers.sections.get('Definition')?.has(name) ? resolve({}).text(name) : undefined;
  const known = [...(layers.sections.get('Init')?.keys() ?? [])];
  return {
    edge: definition('edge'),
    notify: definition('notify'),
    options: table(spec.options),
    known,
    defaults: table({}),
  };
}
