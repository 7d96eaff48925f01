import { ConfigurationError, formatProblem, type Problem } from '../../config/problem';
import { resolveRuleset } from '../../config/ruleset';
import { formatSettingProblem, type JailSetting, withSettings } from '../../config/settings';
import type { ConfigTree } from '../../config/tree';
import type { Edge } from '../../core/edge';
import type { Jail, Ruleset } from '../../core/ruleset';
import { localEdges } from '../../local/local-edges';
import { UsageError } from '../io';
import type { Routed } from './route';
import type { ReplaySource } from './source';

/** What a replay runs with. */
export interface Prepared {
  /** Jails watch the replay's own log groups. */
  readonly ruleset: Ruleset;
  /** Before that: with the logs it names. */
  readonly configured: Ruleset;
  readonly edges: readonly Edge[];
  readonly sources: readonly ReplaySource[];
  readonly files: readonly Routed[];
  readonly logGroups: readonly string[];
  /** Notices of the configuration, as lines. */
  readonly notices: readonly string[];
}

export interface PrepareInput {
  readonly tree: ConfigTree;
  readonly settings: readonly JailSetting[];
  readonly sources: readonly ReplaySource[];
  /** All lines go to this jail. */
  readonly jail: string | undefined;
}

/** Resolves the configuration and sends each source to its jails. @throws UsageError, ConfigurationError */
export function prepare({ tree, settings, sources, jail }: PrepareInput): Prepared {
  const { ruleset, problems } = resolved(tree, settings, jail);
  haveEffect(settings, ruleset, jail);
  const files = sources.map((source) => ({
    file: source.name,
    jails: jail === undefined ? source.watchers(ruleset) : [jail],
  }));
  const logGroups = files.map(({ file }, index) => logGroupOf(file, index));
  const jails = ruleset.jails.map((one) => watching(one, files, logGroups));
  const local = localEdges(ruleset);
  return {
    ...{ sources, files, logGroups, edges: local.edges, notices: problems.map(formatProblem) },
    configured: ruleset,
    ruleset: { ...ruleset, jails, edges: local.configs },
  };
}

function resolved(tree: ConfigTree, settings: readonly JailSetting[], jail: string | undefined) {
  try {
    return resolveRuleset(withSettings(tree, settings), jail === undefined ? {} : { only: jail });
  } catch (error) {
    if (!(error instanceof ConfigurationError) || settings.length === 0) throw error;
    const lines = error.problems.map((problem: Problem) => formatSettingProblem(problem, settings));
    throw new UsageError(lines.join('\n'), { cause: error });
  }
}

/** A setting of a jail that is not there would change nothing, without a word. */
function haveEffect(settings: readonly JailSetting[], { jails }: Ruleset, only: string | undefined): void {
  for (const { jail, option, value } of settings) {
    const there = jail === 'DEFAULT' || jails.some(({ name }) => name === jail);
    if (there || settings.some((one) => one.jail === jail && one.option === 'enabled')) continue;
    const why = only === undefined ? `is not enabled: add --set ${jail}.enabled=true` : `is left out by --jail ${only}`;
    throw new UsageError(`--set ${jail}.${option}=${value}: changes nothing, jail ${jail} ${why}`);
  }
}

/** Distinct for each source, and readable in a mail. */
const logGroupOf = (file: string, index: number): string => `${index + 1}:${file}`;

const watching = (jail: Jail, files: readonly Routed[], logGroups: readonly string[]): Jail => ({
  ...jail,
  loggroup: logGroups.filter((_, index) => files[index]?.jails.includes(jail.name)),
});

/** @throws UsageError for a source that no jail of any of these configurations watches. */
export function allWatched(configurations: readonly Prepared[]): void {
  const [first] = configurations;
  first?.sources.forEach(({ name }, index) => {
    if (configurations.some(({ files }) => (files[index]?.jails.length ?? 0) > 0)) return;
    const watched = first.configured.jails.filter(({ countsBans }) => !countsBans);
    throw new UsageError(
      `fail2edge replay: no enabled jail's logpath or loggroup names ${JSON.stringify(name)}.\n${listOf(watched)}\n` +
        'Give --jail NAME to send it to one, or enable a jail in jail.local (--config DIR).',
    );
  });
}

function listOf(jails: readonly Jail[]): string {
  if (jails.length === 0) return 'No jail is enabled.';
  return `The enabled jails watch:\n${jails.map(watchesOf).join('\n')}`;
}

const watchesOf = ({ name, logpath, loggroup }: Jail): string =>
  `  ${name}: ${[...logpath, ...loggroup].join(' ') || '(no logpath)'}`;
