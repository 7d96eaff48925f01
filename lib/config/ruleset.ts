import { createHash } from 'node:crypto';
import type { Ruleset } from '../core/ruleset';
import { nameEdges } from './edge-names';
import { forgeableOf, forgeableSources } from './forgeable';
import { indentedOptions } from './indented';
import { checkDefaults, isEnabled, type JailDraft, resolveJail } from './jail';
import { type Layers, readLayers } from './layers';
import { didYouMean } from './nearest';
import { ConfigurationError, error, notice, type Problem, tidy } from './problem';
import { serverOptions } from './server';
import { textsOf } from './subscription/texts';
import { nameTargets } from './target-names';
import type { ConfigTree } from './tree';
import { unknownOptions } from './unknown-options';

export interface RulesetOptions {
  /** Only this jail, enabled or not. */
  readonly only?: string | undefined;
  /** Every jail there is, enabled or not. */
  readonly allEnabled?: boolean;
}

/**
 * Resolves a whole configuration tree to what the Lambdas load: every enabled jail with its filter, limits and edges.
 * @returns the ruleset with its notices.
 * @throws ConfigurationError with every problem found, when one of them is an error.
 */
export function resolveRuleset(
  tree: ConfigTree,
  options: RulesetOptions = {},
): { readonly ruleset: Ruleset; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const layers = readLayers(tree, 'jail');
  if (!layers) throw new ConfigurationError([error({ file: 'jail.conf', line: 0 }, 'does not exist')]);
  problems.push(...layers.problems, ...unknownOptions(tree, layers), ...indentedOptions(layers));
  checkDefaults(tree, layers, problems);
  const dbpurgeage = serverOptions(tree, problems);
  const drafts = chosen(layers, options, problems).flatMap((name) => resolveJail(tree, layers, name, problems) ?? []);
  const { edges, edgesOf } = nameEdges(drafts, problems);
  const { targets, targetsOf } = nameTargets(drafts, problems);
  const sources = forgeableSources(tree, problems);
  const jails = drafts.map((draft) => {
    const forgeable = forgeableOf(draft.jail, sources);
    const jail = {
      ...draft.jail,
      edges: edgesOf(draft),
      ...targetsOf(draft),
      ...(forgeable.length > 0 ? { forgeable } : {}),
    };
    return { ...jail, ...textsOf(jail) };
  });
  remember(drafts, dbpurgeage, problems);
  const found = tidy(problems);
  if (found.some(({ level }) => level === 'error')) throw new ConfigurationError(found);
  const ruleset = { jails, edges, ...(targets.length > 0 ? { targets } : {}), protect: [], dbpurgeage };
  return { ruleset: { format: 1, version: versionOf(ruleset), ...ruleset }, problems: found };
}

/** The jails a tree has, enabled or not, in the order of its files. */
const jailNames = (layers: Layers): readonly string[] => [...layers.sections.keys()];

function chosen(layers: Layers, { only, allEnabled }: RulesetOptions, problems: Problem[]): readonly string[] {
  const names = jailNames(layers);
  if (only === undefined) return allEnabled ? names : names.filter((name) => isEnabled(layers, name, problems));
  if (names.includes(only)) return [only];
  const hint = didYouMean(only, names) ?? `there are: ${names.join(', ')}`;
  problems.push(error({ file: 'jail.conf', line: 0 }, `there is no jail '${only}'`, hint));
  return [];
}

/** Bans that recidive and the increment count must still be remembered. */
function remember(drafts: readonly JailDraft[], dbpurgeage: number, problems: Problem[]): void {
  for (const { jail } of drafts.filter(({ jail }) => jail.countsBans && jail.findtime > dbpurgeage)) {
    const [file = '', line = '0'] = jail.origin.split(/:(?=\d+$)/);
    const message = `jail ${jail.name} looks back ${jail.findtime} s, bans are remembered for ${dbpurgeage} s`;
    problems.push(notice({ file, line: Number(line) }, message, 'raise dbpurgeage in fail2ban.local'));
  }
}

/** What is only told to people: another place in a file or another advice is no change. */
const TOLD: readonly string[] = ['origin', 'filterFrom', 'forgeable'];

function versionOf(ruleset: Omit<Ruleset, 'format' | 'version'>): string {
  const acted = (key: string, value: unknown) => (TOLD.includes(key) ? undefined : value);
  return createHash('sha256').update(JSON.stringify(ruleset, acted)).digest('hex').slice(0, 16);
}
