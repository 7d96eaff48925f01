import { existsSync } from 'node:fs';
import { formatProblem } from '../../config/problem';
import { resolveRuleset } from '../../config/ruleset';
import { openTree } from '../../config/tree';
import type { Edge } from '../../core/edge';
import type { Jail, Ruleset } from '../../core/ruleset';
import { localEdges } from '../../local/local-edges';
import { type Io, UsageError } from '../io';
import type { ReplayOptions } from './args';
import { type Routed, routeFile } from './route';

/** What a replay runs with. */
export interface Prepared {
  /** Jails watch the replay's own log groups. */
  readonly ruleset: Ruleset;
  readonly edges: readonly Edge[];
  readonly files: readonly Routed[];
  readonly logGroups: readonly string[];
}

/** Resolves the configuration and sends each file to its jails. @throws UsageError, ConfigurationError */
export function prepare(options: ReplayOptions, io: Io): Prepared {
  const { jail } = options;
  const tree = openTree(options.config);
  const { ruleset, problems } = resolveRuleset(tree, jail === undefined ? {} : { only: jail });
  if (!options.json) for (const problem of problems) io.stderr(`${formatProblem(problem)}\n`);
  const missing = options.files.filter((file) => file !== '-' && !existsSync(file));
  if (missing.length > 0) throw new UsageError(`fail2edge replay: there is no file ${missing.map(quoted).join(', ')}`);
  const files = options.files.map((file) => ({ file, jails: jailsOf(file, ruleset, jail) }));
  const logGroups = files.map(({ file }, index) => logGroupOf(file, index));
  const jails = ruleset.jails.map((one) => watching(one, files, logGroups));
  const local = localEdges(ruleset);
  return { ruleset: { ...ruleset, jails, edges: local.configs }, edges: local.edges, files, logGroups };
}

const quoted = (text: string): string => JSON.stringify(text);

function jailsOf(file: string, ruleset: Ruleset, jail: string | undefined): readonly string[] {
  if (jail !== undefined) return [jail];
  const watched = ruleset.jails.filter(({ countsBans }) => !countsBans);
  const names = routeFile(file, watched);
  if (names.length > 0) return names;
  const known = watched.map((one) => `  ${one.name}: ${[...one.logpath, ...one.loggroup].join(' ') || '(no logpath)'}`);
  const list = known.length > 0 ? `The enabled jails watch:\n${known.join('\n')}` : 'No jail is enabled.';
  throw new UsageError(
    `fail2edge replay: no enabled jail's logpath or loggroup names ${quoted(file)}.\n${list}\n` +
      'Give --jail NAME to send it to one, or enable a jail in jail.local (--config DIR).',
  );
}

/** Distinct for each file, and readable in a mail. */
const logGroupOf = (file: string, index: number): string => `${index + 1}:${file}`;

const watching = (jail: Jail, files: readonly Routed[], logGroups: readonly string[]): Jail => ({
  ...jail,
  loggroup: logGroups.filter((_, index) => files[index]?.jails.includes(jail.name)),
});
