import type { EdgeMode } from '../../core/edge';
import type { EdgeConfig } from '../../core/ruleset';
import { EdgeOptionError } from '../api-error';

/** The items of a list written with commas or blanks; without doubles. */
export const listOption = (config: EdgeConfig, key: string): readonly string[] => [
  ...new Set((config.options[key] ?? '').split(/[\s,]+/).filter((item) => item !== '')),
];

/** Those of the listed ids that do not look like `pattern`, as problems. */
export const strangeIds = (config: EdgeConfig, key: string, pattern: RegExp): readonly string[] =>
  listOption(config, key)
    .filter((id) => !isToken(id) && !pattern.test(id))
    .map((id) => `${key}: ${JSON.stringify(id)} is not an id`);

/** A whole number from an option, its default when the option is not there, undefined when it is anything else. */
export function wholeOption(config: EdgeConfig, key: string, bounds: WholeBounds): number | undefined {
  const text = config.options[key];
  if (text === undefined || text.trim() === '') return bounds.default;
  if (!/^\d{1,9}$/.test(text.trim())) return undefined;
  const value = Number(text);
  return value >= bounds.min && value <= bounds.max ? value : undefined;
}

export interface WholeBounds {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** The listed ids; an edge cannot open without one. */
export function requiredIds(config: EdgeConfig, key: string, problems: readonly string[]): readonly string[] {
  const ids = listOption(config, key);
  const all = ids.length === 0 ? [...problems, `${key}: no id given`] : problems;
  if (all.length > 0) throw new EdgeOptionError(config.name, all);
  return ids;
}

/** A value that CloudFormation fills in at deploy. */
export const isToken = (text: string): boolean => text.includes('${Token[');

const MODES: readonly EdgeMode[] = ['sync', 'ban-only', 'dry-run'];

/** What is wrong with the edge's `mode`; `sync` when nothing is written. */
export const modeProblems = (config: EdgeConfig): readonly string[] =>
  MODES.some((mode) => mode === (config.options.mode ?? 'sync').trim()) ? [] : [`mode: ${MODES.join(', ')}`];
