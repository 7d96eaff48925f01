import { combine } from './combine';
import { interpolate, valueIn } from './interpolate';
import { type Layers, readFiles, readLayers } from './layers';
import { attempt, type Place, type Problem } from './problem';
import type { Spec } from './spec';
import { substitution } from './substitute';
import type { ConfigTree } from './tree';

/** What a filter says about lines; every other option only serves these. */
export const FILTER_OPTIONS = [
  'prefregex',
  'failregex',
  'ignoreregex',
  'maxlines',
  'datepattern',
  'journalmatch',
  'usedns',
] as const;

type FilterOption = (typeof FILTER_OPTIONS)[number];

export interface OptionText {
  readonly text: string;
  readonly place: Place;
  /** Line numbers of the value as written, where its lines and those of `text` correspond. */
  readonly lines: readonly number[];
}

/** A filter's options after interpolation and substitution. */
export interface FilterText {
  readonly layers: Layers;
  readonly options: Readonly<Partial<Record<FilterOption, OptionText>>>;
  /** Every option of `[Definition]` and `[Init]`, for `%(known/x)s` in a jail. */
  readonly all: Readonly<Record<string, string>>;
  readonly logtype: string;
  readonly problems: readonly Problem[];
}

export interface FilterRequest {
  readonly spec: Spec;
  /** Options of the jail, interpolated: `%(maxretry)s` in a filter; the seven filter options replace the filter's own. */
  readonly jail: Readonly<Record<string, string>>;
  /** Where the jail wrote an option, for messages. */
  readonly written?: ((option: string) => Written | undefined) | undefined;
}

interface Written {
  readonly place: Place;
  readonly lines: readonly number[];
}

/** The files of `filter.d/name`, or of a filter given by its path. @returns undefined: there is no such filter. */
export function filterLayers(tree: ConfigTree, name: string): Layers | undefined {
  const named = readLayers(tree, `filter.d/${name}`);
  if (named) return named;
  const path = [name, `${name}.conf`].find((each) => each.includes('/') && tree.read(each) !== undefined);
  return path === undefined ? undefined : readFiles(tree, [path]);
}

/**
 * Resolves a filter's text. Highest first: brackets, `[Init]`, `[Definition]`, the jail's options, `[DEFAULT]`; of the seven
 * filter options the jail's own come before all files, as they are written.
 */
export function filterText(layers: Layers, { spec, jail, written }: FilterRequest): FilterText {
  const problems: Problem[] = [...layers.problems];
  const logtype = spec.options.logtype || (ownLogtype(layers) ?? 'file');
  const brackets = { ...spec.options, logtype };
  const combined = combine(layers, { ...jail, ...brackets }, brackets, problems);
  const expand = substitution(combined);
  const all: Record<string, string> = {};
  for (const name of new Set([...combined.names, ...FILTER_OPTIONS])) {
    const text = combined.lookUp(name);
    if (text !== undefined) all[name] = attempt(problems, () => expand(name, text)) ?? text;
  }
  const texts = { ...all, ...jail };
  const options = Object.fromEntries(
    FILTER_OPTIONS.flatMap((option) => {
      const own = option in jail ? written?.(option) : valueIn({ layers, section: 'Definition' }, option);
      const place = { place: own?.place ?? combined.placeOf(option), lines: own?.lines ?? [] };
      const text = texts[option];
      return text === undefined ? [] : [[option, { text, ...place }]];
    }),
  );
  return { layers, options, all, logtype: texts.logtype ?? logtype, problems };
}

function ownLogtype(layers: Layers): string | undefined {
  const scope = { layers, section: 'Definition' };
  const own = layers.sections.get('Init')?.get('logtype') ?? layers.sections.get('Definition')?.get('logtype');
  return own && interpolate(scope, 'logtype', own);
}
