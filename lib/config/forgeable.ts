import { literal } from '../core/literal';
import type { ForgeableLogs, Jail } from '../core/ruleset';
import { optionOf } from './interpolate';
import { type Layers, readLayers } from './layers';
import { didYouMean } from './nearest';
import { error, type Problem } from './problem';
import { parseSpec } from './spec';
import type { ConfigTree } from './tree';

const OPTIONS = ['logs', 'filters', 'why', 'instead'] as const;

/** One kind of log that a client can write lines into: a section of `forgeable.conf`. */
export interface ForgeableSource {
  readonly source: string;
  /** Globs of log group names and paths; empty: any log. */
  readonly logs: readonly string[];
  /** Filters, `sshd` or `sshd[logtype=bare]`; empty: any filter. */
  readonly filters: readonly string[];
  readonly why: string;
  readonly instead: string;
}

/** Reads `forgeable.conf`; a source without a reason is switched off. Mistakes go to `problems`. */
export function forgeableSources(tree: ConfigTree, problems: Problem[]): readonly ForgeableSource[] {
  const layers = readLayers(tree, 'forgeable');
  if (!layers) return [];
  problems.push(...layers.problems, ...mistakes(layers));
  return [...layers.sections.keys()].flatMap((section) => {
    const text = (option: string) => optionOf({ layers, section }, option) ?? '';
    const words = (option: string) => text(option).split(/\s+/).filter(Boolean);
    const source = { source: section, logs: words('logs'), filters: words('filters') };
    return text('why') === '' ? [] : [{ ...source, why: oneLine(text('why')), instead: oneLine(text('instead')) }];
  });
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

function mistakes(layers: Layers): readonly Problem[] {
  return [...layers.sections].flatMap(([section, options]) => {
    const strangers = [...options].filter(([name]) => !OPTIONS.some((known) => known === name));
    const place = layers.places.get(section) ?? { file: 'forgeable.conf', line: 0 };
    const aimless = !options.has('logs') && !options.has('filters');
    return [
      ...strangers.map(([name, value]) => error(value.place, `unknown option '${name}'`, didYouMean(name, OPTIONS))),
      ...(aimless ? [error(place, `[${section}] names neither logs nor filters`, 'logs = /my/log/*')] : []),
      ...(options.has('why')
        ? []
        : [error(place, `[${section}] has no 'why'`, 'why = what lets a client write lines')]),
    ];
  });
}

/** The logs of a jail that a client can write lines into. */
export function forgeableOf(
  jail: Pick<Jail, 'filter' | 'loggroup' | 'logpath' | 'countsBans'>,
  sources: readonly ForgeableSource[],
): readonly ForgeableLogs[] {
  if (jail.countsBans) return [];
  const all = [...new Set([...jail.loggroup, ...jail.logpath])];
  const told = new Set<string>();
  return sources.flatMap(({ source, logs: globs, filters, why, instead }) => {
    if (filters.length > 0 && !filters.some((filter) => isFilter(filter, jail.filter))) return [];
    const logs = all.filter((log) => !told.has(log) && (globs.length === 0 || globs.some((glob) => fits(glob, log))));
    for (const log of logs) told.add(log);
    return logs.length === 0 ? [] : [{ source, logs, why, instead }];
  });
}

/** Whether a jail's filter is this one, with these options among others. */
function isFilter(wanted: string, written: string): boolean {
  const [one, other] = [parseSpec(wanted), parseSpec(written)];
  if (one.kind !== 'spec' || other.kind !== 'spec' || one.spec.name !== other.spec.name) return false;
  return Object.entries(one.spec.options).every(([name, value]) => other.spec.options[name] === value);
}

/** `*` stands for any characters, `/` too. */
function fits(glob: string, name: string): boolean {
  const parts = glob.split('*').map(literal);
  return new RegExp(`^${parts.join('.*')}$`, 'is').test(name);
}
