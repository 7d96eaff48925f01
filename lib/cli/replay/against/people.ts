import { basename } from 'node:path';
import { type JailSetting, settingLines } from '../../../config/settings';
import { visible } from '../../../core/visible';
import { table } from '../../print/table';
import { grouped } from '../../print/time';
import { banTable, type Look } from '../people';
import type { Played } from '../play';
import { type Advice, advise } from './advise';
import type { Comparison, LoggedIn } from './compare';
import { UNDER } from './compared';
import { figureRows } from './figures';
import type { LineChanges } from './lines';
import { readDifferently } from './lines-for-people';

export interface AgainstReport {
  readonly before: Played;
  readonly after: Played;
  readonly comparison: Comparison;
  readonly settings: readonly JailSetting[];
  readonly changes: LineChanges | undefined;
  /** Filters whose logins cannot be seen. */
  readonly unseen: readonly string[];
  /** As given with --config. */
  readonly config: string | undefined;
  readonly look: Look;
}

/** What other settings would have made of the log, and what to do. */
export function againstForPeople(report: AgainstReport): string {
  const { changes, after, look } = report;
  const read = readDifferently(changes, after.prepared, look);
  const bans = [gained(report), lost(report), loggedIn(report)];
  const sections = [heading(report), figures(report), ...bans, read, advice(report)];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}

const spelledSetting = ({ jail, option, value }: JailSetting): string => visible(`${jail}.${option} = ${value}`);

function heading({ after, settings, look: { times } }: AgainstReport): readonly string[] {
  const { totals, prepared } = after;
  const names = prepared.files.map(({ file }) => visible(file)).join(', ');
  const title = `fail2edge replay: ${names}, as it is and with ${settings.map(spelledSetting).join(', ')}`;
  if (totals.first === undefined || totals.clock === undefined) return [title, 'no line was read'];
  const span = `${times.at(totals.first)} to ${times.at(totals.clock)} (${times.zone})`;
  return [title, `${grouped(totals.lines)} lines, ${span}`];
}

function figures({ comparison, look }: AgainstReport): readonly string[] {
  const { kept, sooner, later } = comparison;
  const columns = ['', 'AS IT IS', 'CHANGED', ''].map((title, at) =>
    at === 0 ? { title } : { title, align: 'right' as const },
  );
  const rows = figureRows(comparison);
  const same = `${grouped(kept)} banned by both: ${grouped(sooner)} sooner, ${grouped(later)} later`;
  return [...table(columns, rows, look.width, look.dim), same];
}

function gained({ comparison, after, look }: AgainstReport): readonly string[] {
  if (comparison.gained.length === 0) return [look.bold('No ban gained')];
  const title = `Bans gained: ${grouped(comparison.gained.length)}, the first of each address`;
  return [look.bold(title), ...banTable(after, comparison.gained, look)];
}

function lost({ comparison, before, look }: AgainstReport): readonly string[] {
  if (comparison.lost.length === 0) return [look.bold('No ban lost')];
  const title = `Bans lost: ${grouped(comparison.lost.length)}, the first of each address`;
  return [look.bold(title), ...banTable(before, comparison.lost, look)];
}

const ROWS = 20;

function loggedIn({ comparison, after, unseen, look }: AgainstReport): readonly string[] {
  const blind =
    unseen.length === 0 ? [] : [look.dim(`Logins of ${unseen.join(', ')} are not seen: their logs do not tell them.`)];
  const rows = comparison.loggedIn.slice(0, ROWS).map((one) => loginRow(one, after, look));
  if (rows.length === 0) return [look.bold('No banned address logged in later'), ...blind];
  const columns = ['ADDRESS', 'JAIL', 'BANNED', 'BANNED BY', 'LOGGED IN', 'TIMES', 'AS', 'LINE'].map((title) => ({
    title,
  }));
  const rest = comparison.loggedIn.length - rows.length;
  return [
    look.bold('Banned, and logged in later: likely people who mistyped (or a password that was guessed: look)'),
    ...table(columns, rows, look.width, look.dim),
    ...(rest > 0 ? [`... and ${grouped(rest)} more: --json prints them all`] : []),
    ...blind,
  ];
}

function loginRow({ ip, jail, banned, login, logins, under }: LoggedIn, { prepared, totals }: Played, { times }: Look) {
  const day = totals.first ?? banned;
  const file = visible(basename(prepared.files[login.file]?.file ?? ''));
  const when = [times.near(banned, day), UNDER[under], times.near(login.time, day), grouped(logins)];
  return [ip, jail, ...when, visible(login.user), `${file}:${login.line}`];
}

function advice({ comparison, settings, config, look }: AgainstReport): readonly string[] {
  const advised: Advice = advise(comparison);
  const lines = settingLines(settings).map((line) => `  ${visible(line)}`);
  const tree = config ?? 'etc/fail2ban';
  const deploy = `  npx cdk deploy -c config=${quoted(tree)}`;
  const where = `in ${visible(tree)}/jail.local`;
  if (advised.change) {
    return [
      look.bold(`Recommended: change it. ${capital(advised.why)}.`),
      `Write ${where}`,
      ...lines,
      'and deploy, with the -c options of your deployment:',
      deploy,
    ];
  }
  const all = `To change it all the same, write ${where}`;
  return [
    look.bold(`Recommended: leave it as it is. ${capital(advised.why)}.`),
    all,
    ...lines,
    'and deploy, with the -c options of your deployment:',
    deploy,
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A word for the shell. */
const quoted = (word: string): string => {
  const seen = visible(word);
  return /^[\w@%+=:,./-]+$/.test(seen) ? seen : `'${seen.replaceAll("'", "'\\''")}'`;
};
