import type { FilterRules, Logtype, Usedns } from '../core/ruleset';
import { checkFilter } from './filter-checks';
import { compileRules } from './filter-rules';
import { type FilterRequest, type FilterText, filterLayers, filterText } from './filter-text';
import type { Layers } from './layers';
import { didYouMean } from './nearest';
import { attempt, error, type Place, type Problem, tidy } from './problem';
import { parseSpec, type Spec } from './spec';
import type { ConfigTree } from './tree';

export interface ResolvedFilter {
  /** Without whatever `problems` reports as an error. */
  readonly rules: FilterRules;
  /** What the filter or the jail set; `null`: neither did. */
  readonly usedns: Usedns | null;
  /** The filter is the project's own, with nothing of the administrator's in it. */
  readonly shipped: boolean;
  readonly problems: readonly Problem[];
}

/** A filter whose text is resolved and not yet compiled: what a jail's `%(known/failregex)s` refers to. */
export interface OpenFilter {
  readonly spec: Spec;
  readonly layers: Layers;
  /** Where an option of the brackets was written, for messages. */
  readonly placeOf: (option: string) => Place;
  /** It stands in the place of a filter of the administrator's, as `filters = shipped` asks. */
  readonly swapped?: boolean;
}

const NO_RULES: FilterRules = {
  prefregex: null,
  failregex: [],
  ignoreregex: [],
  maxlines: 1,
  dates: null,
  logtype: 'file',
  journalmatch: [],
};

/**
 * Resolves a filter to what the detection needs.
 * @param spec `sshd`, `sshd[mode="aggressive", logtype=journal]`, or a path to a filter file.
 * @param overrides options of a jail, interpolated; the seven filter options among them replace the filter's own.
 * @returns the rules with every problem found; an unknown filter is a problem, too.
 */
export function resolveFilter(
  tree: ConfigTree,
  spec: string,
  overrides: Readonly<Record<string, string>> = {},
): ResolvedFilter {
  const problems: Problem[] = [];
  const opened = attempt(problems, () => openFilter(tree, { text: spec, place: { file: spec, line: 0 } }, problems));
  const resolved = opened && attempt(problems, () => finishFilter(opened, overrides));
  if (!resolved) return { rules: NO_RULES, usedns: null, shipped: false, problems: tidy(problems) };
  return { ...resolved, problems: tidy([...problems, ...resolved.problems]) };
}

/** Whether the tree has a filter of that name, or there is a filter file at that path. */
export function filterExists(tree: ConfigTree, spec: string): boolean {
  const parsed = parseSpec(spec);
  return parsed.kind === 'spec' && filterLayers(tree, parsed.spec.name) !== undefined;
}

/** A filter's name and brackets as written, and where: `of` an option that came in through a variable, else `place`. */
export interface FilterSource {
  readonly text: string;
  readonly place: Place;
  readonly of?: (option: string) => Place | undefined;
}

/** Finds a filter's files; what is wrong with its name is reported where it is written. */
export function openFilter(tree: ConfigTree, source: FilterSource, problems: Problem[]): OpenFilter | undefined {
  const { text: spec, place } = source;
  const parsed = parseSpec(spec);
  if (parsed.kind === 'syntax') {
    problems.push(error(place, `filter: ${parsed.message}`, 'name[option=value, option="value, with comma"]'));
    return undefined;
  }
  const layers = filterLayers(tree, parsed.spec.name);
  if (!layers)
    problems.push(error(place, `there is no filter '${parsed.spec.name}'`, filterHint(tree, parsed.spec.name)));
  return layers && { spec: parsed.spec, layers, placeOf: (option) => source.of?.(option) ?? place };
}

function filterHint(tree: ConfigTree, name: string): string {
  const names = tree.list('filter.d').flatMap((file) => /^(.+)\.(?:conf|local)$/.exec(file)?.[1] ?? []);
  if (/\s#/.test(name)) return "'#' begins a comment only at the beginning of a line";
  return didYouMean(name, names) ?? `filter.d/${name}.conf is neither in your folder nor shipped`;
}

/** The text of an opened filter without the jail's filter options: the values of `%(known/...)s`. */
export const textOf = (
  { spec, layers }: OpenFilter,
  jail: Readonly<Record<string, string>>,
  written?: FilterRequest['written'],
): FilterText => filterText(layers, { spec, jail, written });

/** Compiles an opened filter for a jail with these options. */
export function finishFilter(
  opened: OpenFilter,
  jail: Readonly<Record<string, string>>,
  written?: FilterRequest['written'],
): ResolvedFilter {
  const text = textOf(opened, jail, written);
  const problems: Problem[] = [...text.problems, ...checkFilter(opened, text)];
  const usedns = readUsedns(text, problems);
  const logtype = readLogtype(text);
  const rules = compileRules(text, { usedns, logtype }, problems);
  const shipped = !('failregex' in jail) && !('prefregex' in jail) && ownFiles(opened).every((file) => file.shipped);
  return { rules, usedns, shipped, problems };
}

/** The filter's own files, without what they include. */
export const ownFiles = ({ spec, layers }: OpenFilter) =>
  layers.files.filter(({ path }) => !path.startsWith('filter.d/') || path.startsWith(`filter.d/${spec.name}.`));

function readUsedns({ options: { usedns } }: FilterText, problems: Problem[]): Usedns | null {
  if (!usedns) return null;
  const text = usedns.text.toLowerCase();
  if (text === 'yes' || text === 'warn' || text === 'no' || text === 'raw') return text;
  problems.push(error(usedns.place, `usedns = ${usedns.text}`.trimEnd(), 'yes, warn, no or raw'));
  return null;
}

function readLogtype({ logtype }: FilterText): Logtype {
  return logtype === 'short' || logtype === 'journal' || logtype === 'rfc5424' ? logtype : 'file';
}
