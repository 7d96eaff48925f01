import { interpolate, type Scope, valueIn } from './interpolate';
import { JAIL_OPTIONS, PROVIDED } from './jail-options';
import type { Layers } from './layers';
import { attempt, error, notice, type Place, type Problem } from './problem';

/** A jail's option after interpolation, and where it is written. */
export interface Setting {
  readonly text: string;
  readonly place: Place;
  readonly lines: readonly number[];
}

/** One jail's options, read when asked for; mistakes are collected. */
export interface JailScope {
  readonly name: string;
  /** Where the jail's section stands. */
  readonly place: Place;
  /** The option as written by some file, or undefined. What cannot be interpolated is a problem and undefined. */
  readonly setting: (option: string) => Setting | undefined;
  readonly fail: (place: Place, message: string, hint?: string) => void;
  readonly note: (place: Place, message: string, hint?: string) => void;
}

/** @param known the options of the jail's filter, for `%(known/failregex)s`. */
export function jailScope(
  layers: Layers,
  name: string,
  problems: Problem[],
  known: Readonly<Record<string, string>> = {},
): JailScope {
  const scope: Scope = { layers, section: name, given: PROVIDED, known };
  const settings = new Map<string, Setting | undefined>();
  const read = (option: string): Setting | undefined => {
    const value = valueIn(scope, option);
    const text = value && attempt(problems, () => interpolate(scope, option, value));
    return value && text !== undefined ? { text, place: value.place, lines: value.lines } : undefined;
  };
  return {
    name,
    place: layers.places.get(name) ?? { file: layers.files[0]?.name ?? 'jail.conf', line: 0 },
    setting: (option) => {
      if (!settings.has(option)) settings.set(option, read(option));
      return settings.get(option);
    },
    fail: (place, message, hint) => problems.push(error(place, message, hint)),
    note: (place, message, hint) => problems.push(notice(place, message, hint)),
  };
}

/** What a filter sees of its jail: every option that is set, without the jail's pure variables. */
export function optionsForFilter(jail: JailScope): Readonly<Record<string, string>> {
  const names = Object.keys(JAIL_OPTIONS).filter((name) => JAIL_OPTIONS[name]?.use !== 'variable' && name !== 'action');
  return Object.fromEntries(
    names.flatMap((name) => {
      const setting = jail.setting(name);
      return setting === undefined ? [] : [[name, setting.text]];
    }),
  );
}
