import { basename } from 'node:path';
import type { EdgeReport } from '../../core/edge';
import type { Jail } from '../../core/ruleset';
import { visible } from '../../core/visible';
import { cut, table } from '../print/table';
import { duration, grouped, type Times } from '../print/time';
import type { Outcome, ReplayedBan } from './outcome';
import type { MailHead, Played } from './play';
import type { Routed } from './route';
import type { Totals } from './run';
import { failedAndNotBanned } from './spared';

/** How it is shown. */
export interface Look {
  readonly times: Times;
  readonly width: number;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

/** Everything the report for people is made of. */
interface ReplayReport extends Look {
  readonly files: readonly Routed[];
  readonly jails: readonly Jail[];
  readonly totals: Totals;
  readonly outcome: Outcome;
  readonly edges: ReadonlyMap<string, EdgeReport>;
  readonly mails: readonly MailHead[];
}

/** Rows of a table before it says how many more there are. */
const ROWS = 40;

/** What a replay shows to people: who was banned where, when, why and until when, and what to do next. */
export function reportForPeople({ prepared, ...played }: Played, look: Look): string {
  const report: ReplayReport = { ...played, ...look, files: prepared.files, jails: prepared.ruleset.jails };
  const sections = [
    heading(report),
    bans(report),
    spared(report),
    edges(report),
    mails(report),
    lines(report),
    next(report),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}

function heading({ files, totals, jails, times }: ReplayReport): readonly string[] {
  const names = files.map(({ file }) => visible(file)).join(', ');
  if (totals.first === undefined || totals.clock === undefined) return [`fail2edge replay: no line in ${names}`];
  const span = `${times.at(totals.first)} to ${times.at(totals.clock)} (${times.zone})`;
  const watching = jails.map(({ name }) => name).join(', ');
  return [`fail2edge replay: ${names}`, `${grouped(totals.lines)} lines, ${span}, jails: ${watching}`];
}

function bans(report: ReplayReport): readonly string[] {
  const { outcome, bold } = report;
  if (outcome.bans.length === 0) return [bold('Nobody was banned.')];
  const addresses = new Set(outcome.bans.map(({ ban }) => ban.ip)).size;
  return [
    bold(`Banned: ${counted(outcome.bans.length, 'ban')} of ${counted(addresses, 'address')}`),
    ...banRows(report, outcome.bans),
  ];
}

/** Bans of a replay as a table: when, who, why, until when, where, and the line that made each. */
export const banTable = ({ prepared, totals }: Played, list: readonly ReplayedBan[], look: Look): readonly string[] =>
  banRows({ ...look, totals, files: prepared.files, jails: prepared.ruleset.jails }, list);

type BanReport = Pick<ReplayReport, 'times' | 'files' | 'jails' | 'totals' | 'width' | 'dim'>;

function banRows(report: BanReport, list: readonly ReplayedBan[]): readonly string[] {
  const columns = ['WHEN', 'JAIL', 'ADDRESS', 'BAN', 'WHY', 'UNTIL', 'WHERE', 'LAST LINE'].map((title) => ({ title }));
  const rows = list.slice(0, ROWS).map((ban) => banRow(report, ban));
  return [...table(columns, rows, report.width, report.dim), ...more(list.length, 'bans')];
}

/** `1 ban`, `2 addresses` */
const counted = (count: number, what: string): string =>
  `${grouped(count)} ${what}${count === 1 ? '' : what.endsWith('s') ? 'es' : 's'}`;

function banRow(report: BanReport, { ban, line, until, lifted }: ReplayedBan): readonly string[] {
  const { times, files, jails, totals } = report;
  const jail = jails.find(({ name }) => name === ban.jail);
  const day = totals.first ?? ban.time;
  const end = until === null ? 'for ever' : times.near(until, day);
  return [
    times.near(ban.time, day),
    ban.jail,
    ban.ip,
    ordinal(ban.bancount),
    `${ban.failures} in ${duration(jail?.findtime ?? 0)}`,
    lifted ? `${end} ${lifted.reason}` : `${end} in force`,
    jail?.edges.map(({ edge }) => edge).join(' ') ?? '',
    line ? `${visible(basename(files[line.file]?.file ?? ''))}:${line.line} ${excerpt(line.text)}` : '',
  ];
}

const ordinal = (count: number): string => `${count}${['th', 'st', 'nd', 'rd'][suffixOf(count)]}`;

const suffixOf = (count: number): number => {
  const teen = count % 100 > 10 && count % 100 < 14;
  return teen || count % 10 > 3 ? 0 : count % 10;
};

/** As much of a line as tells what it is about. */
const excerpt = (text: string): string => cut(visible(text), 120);

const more = (count: number, what: string): readonly string[] =>
  count > ROWS ? [`... and ${grouped(count - ROWS)} more ${what}: --json prints them all`] : [];

/** Failures that led to no ban: protected, or too few inside findtime. */
function spared({ outcome, bold, dim, width, jails }: ReplayReport): readonly string[] {
  const rows = failedAndNotBanned(outcome, jails);
  if (rows.length === 0) return [];
  const columns = [
    { title: 'ADDRESS' },
    { title: 'JAIL' },
    { title: 'FAILURES', align: 'right' as const },
    { title: 'WHY NOT' },
  ];
  const shown = rows
    .slice(0, ROWS / 2)
    .map(({ ip, jail, failures, why }) => [visible(ip), jail, grouped(failures), why]);
  const rest = rows.length - shown.length;
  return [
    bold('Failed, and not banned'),
    ...table(columns, shown, width, dim),
    ...(rest > 0 ? [`... and ${grouped(rest)} more`] : []),
  ];
}

function edges({ edges: reports, bold, dim, width }: ReplayReport): readonly string[] {
  if (reports.size === 0) return [];
  const columns = [{ title: 'EDGE' }, { title: 'ROOM' }, { title: 'HOLDS' }];
  const rows = [...reports].map(([edge, report]) => [
    edge,
    report.room.map(({ family, used, capacity }) => `${family} ${grouped(used)} of ${grouped(capacity)}`).join(', '),
    listed([...report.held, ...report.overflow.map((cidr) => `${cidr} (waits: full)`)]),
  ]);
  return [bold('Edges at the end'), ...table(columns, rows, width, dim), ...notices(reports)];
}

/** Addresses an edge shows before it says how many more it holds. */
const LISTED = 12;

function listed(addresses: readonly string[]): string {
  const rest = addresses.length - LISTED;
  const shown = addresses.slice(0, LISTED).join(' ') || 'nothing';
  return rest > 0 ? `${shown} and ${grouped(rest)} more` : shown;
}

const notices = (reports: ReadonlyMap<string, EdgeReport>): readonly string[] =>
  [...reports].flatMap(([edge, report]) => report.notices.map((notice) => `  ${edge}: ${notice}`));

function mails({ mails: printed, bold, dim, width }: ReplayReport): readonly string[] {
  if (printed.length === 0) return [];
  const rows = printed.slice(0, 8).map(({ to, subject }) => [visible(to), visible(subject)]);
  const rest = printed.length - rows.length;
  return [
    bold(`Mails that would go out: ${grouped(printed.length)}`),
    ...table([{ title: 'TO' }, { title: 'SUBJECT' }], rows, width, dim),
    ...(rest > 0 ? [`... and ${grouped(rest)} more`] : []),
  ];
}

function lines({ totals, outcome }: ReplayReport): readonly string[] {
  const { matched, ignored, missed } = totals;
  const counted = `${grouped(matched)} matched, ${grouped(ignored)} ignored by ignoreregex, ${grouped(missed)} missed`;
  const banned = outcome.banned.length === 0 ? 'nobody' : outcome.banned.join(' ');
  return [`Lines: ${counted}`, `Banned at the end: ${banned}`];
}

function next({ bold }: ReplayReport): readonly string[] {
  return [
    bold('Next'),
    '  your own log      npx fail2edge replay --jail sshd /var/log/auth.log',
    '  your own jails    npx fail2edge replay --config /etc/fail2ban /var/log/auth.log',
    '  what they mean    npx fail2edge config --config /etc/fail2ban',
    '  deploy to AWS     npx cdk deploy -c config=/etc/fail2ban -c networkAcl=acl-...',
  ];
}
