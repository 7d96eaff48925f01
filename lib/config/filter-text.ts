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
 * Resolves a filter's text. Highest first: brackets, `[Init]`, `[Definition]`, the jail's options, `[DEFAULT]`; what the jail
 * sets of the seven filter options meets the filter's as `withJail` says.
 */
export function filterText(layers: Layers, { spec, jail, written }: FilterRequest): FilterText {
  const problems: Problem[] = [...layers.problems];
  const logtype = spec.options.logtype || (ownLogtype(layers) ?? 'file');
  const brackets = { ...spec.options, logtype };
  const combined = combine(layers, jail, brackets, problems);
  const expand = substitution(combined);
  const all: Record<string, string> = {};
  for (const name of new Set([...combined.names, ...FILTER_OPTIONS])) {
    const text = combined.lookUp(name);
    if (text !== undefined) all[name] = attempt(problems, () => expand(name, text)) ?? text;
  }
  const own = (option: FilterOption): OptionText | undefined => {
    const lines = valueIn({ layers, section: 'Definition' }, option)?.lines ?? [];
    return textAt(all[option], { place: combined.placeOf(option), lines });
  };
  const ofJail = (option: FilterOption): OptionText | undefined =>
    textAt(jail[option], written?.(option) ?? { place: combined.placeOf(option), lines: [] });
  const found = FILTER_OPTIONS.map((option) => {
    return [option, withJail(option, combined.isParameter(option), own(option), ofJail(option))] as const;
  });
  const options = Object.fromEntries(found.filter(([, text]) => text !== undefined));
  return { layers, options, all, logtype: all.logtype ?? logtype, problems };
}

const textAt = (text: string | undefined, written: Written): OptionText | undefined =>
  text === undefined ? undefined : { text, ...written };

/** Of these one of the two counts when both the filter's parameters and the jail set it: the filter's. */
const ONE_OF_FILTER: readonly FilterOption[] = ['usedns', 'maxlines', 'prefregex'];

/**
 * What the jail sets replaces what the files of the filter say in `[Definition]`. Brackets and `[Init]` are not replaced by it:
 * fail2ban sends both to its server, in the order that its server wants; expressions and journal matches then count together.
 */
function withJail(
  option: FilterOption,
  isParameter: boolean,
  own: OptionText | undefined,
  ofJail: OptionText | undefined,
): OptionText | undefined {
  if (!own || !ofJail || !isParameter || option === 'datepattern') return ofJail ?? own;
  if (ONE_OF_FILTER.includes(option)) return own;
  return { ...ofJail, text: `${own.text}\n${ofJail.text}`, lines: [] };
}

/** Of the files `[Definition]` alone says it. */
function ownLogtype(layers: Layers): string | undefined {
  const own = layers.sections.get('Definition')?.get('logtype');
  return own && interpolate({ layers, section: 'Definition' }, 'logtype', own);
}
