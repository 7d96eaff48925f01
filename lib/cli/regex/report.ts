import { LONGEST_EVENT } from '../../core/record';
import type { FilterRules } from '../../core/ruleset';
import { timeToWall } from '../../detect/dates/zone';
import { grouped } from '../print/time';
import type { RegexOptions } from './options';
import { printable } from './printable';
import { type LineKind, SHOWN_LINES, type Tally } from './tally';

export interface ReportOptions extends Pick<RegexOptions, 'print' | 'verbose' | 'verboseDate' | 'debuggex'> {
  /** Zone in which times are shown. */
  readonly zone: string;
}

/** The report of fail2ban-regex: hits of every expression and date form, then the lines that were not matched. */
export function report(rules: FilterRules, tally: Tally, options: ReportOptions): readonly string[] {
  const { matched, ignored, missed } = tally.lines;
  return [
    '',
    'Results',
    '=======',
    ...prefregexPart(rules, tally),
    ...failregexPart(rules, tally, options),
    ...ignoreregexPart(rules, tally, options),
    ...datesPart(rules, tally, options),
    '',
    `Lines: ${matched + ignored + missed} lines, ${ignored} ignored, ${matched} matched, ${missed} missed`,
    '',
    ...linesPart('matched', rules, tally, options),
    ...linesPart('ignored', rules, tally, options),
    ...linesPart('missed', rules, tally, options),
  ];
}

function list(lines: readonly string[], header?: string): readonly string[] {
  if (lines.length === 0) return [];
  const titled = header === undefined ? [] : [`|- ${header}`];
  return [...titled, ...lines.map((line) => `|  ${printable(line)}`), '`-'];
}

function prefregexPart({ prefregex }: FilterRules, tally: Tally): readonly string[] {
  return prefregex ? ['', `Prefregex: ${tally.prefregex.hits} total`, ...list([prefregex.source])] : [];
}

const HITS = ' #) [# of hits] regular expression';

const numbered = (index: number, hits: number, source: string): string =>
  `${String(index + 1).padStart(2)}) [${hits}] ${source}`;

function failregexPart({ failregex }: FilterRules, tally: Tally, options: ReportOptions): readonly string[] {
  const total = tally.failregex.reduce((sum, { hits }) => sum + hits, 0);
  const lines = failregex.flatMap(({ source }, index) => {
    const { hits, findings } = tally.failregex[index] ?? { hits: 0, findings: [] };
    if (hits === 0 && options.verbose === 0) return [];
    const found = findings.map(({ id, time }) => `    ${id}  ${clockText(time, options.zone)}`);
    return [numbered(index, hits, source), ...found];
  });
  return ['', `Failregex: ${total} total`, ...list(lines, HITS)];
}

function ignoreregexPart({ ignoreregex }: FilterRules, tally: Tally, options: ReportOptions): readonly string[] {
  const total = tally.ignoreregex.reduce((sum, { hits }) => sum + hits, 0);
  const lines = ignoreregex.flatMap(({ source }, index) => {
    const hits = tally.ignoreregex[index]?.hits ?? 0;
    return hits === 0 && options.verbose === 0 ? [] : [numbered(index, hits, source)];
  });
  return ['', `Ignoreregex: ${total} total`, ...list(lines, HITS)];
}

function datesPart({ dates }: FilterRules, tally: Tally, options: ReportOptions): readonly string[] {
  if (dates === null) return [];
  const lines = dates.flatMap(({ name, js }, index) => {
    const hits = tally.dates[index]?.hits ?? 0;
    if (hits === 0 && options.verbose === 0) return [];
    return [`[${hits}] ${name}`, ...(options.verboseDate ? [`    # regex:   ${js}`] : [])];
  });
  return ['', 'Date template hits:', ...list(lines, '[# of hits] date format')];
}

function linesPart(kind: LineKind, rules: FilterRules, tally: Tally, options: ReportOptions): readonly string[] {
  const count = tally.lines[kind];
  const wanted = options.print[kind];
  if (count === 0 || wanted === 'none') return [];
  const header = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} line(s):`;
  if (wanted === 'some' && count >= SHOWN_LINES) {
    return [`${header} too many to print.  Use --print-all-${kind} to print all ${count} lines`];
  }
  const shown = tally.shown[kind].map((line) => line.trimEnd());
  return list(options.debuggex ? shown.flatMap((line) => debuggex(line, kind, rules)) : shown.map(excerpt), header);
}

/** Of a longer line its beginning is shown: honest ones are shorter, and one of megabytes would bury the report. */
const SHOWN_LENGTH = 10_000;

/** What was read of a line ends at `LONGEST_EVENT`; how long it was, then, is not known. */
function excerpt(line: string): string {
  if (line.length <= SHOWN_LENGTH) return line;
  const length = `${grouped(line.length)} characters${line.length >= LONGEST_EVENT ? ' or more' : ''}`;
  return `${line.slice(0, SHOWN_LENGTH)} ... (${length})`;
}

/** Every line with every expression, as a link to a page that shows why they do or do not match. */
function debuggex(line: string, kind: LineKind, rules: FilterRules): readonly string[] {
  const expressions = kind === 'ignored' ? rules.ignoreregex : rules.failregex;
  return expressions.map(({ source }) => {
    const query = new URLSearchParams({ re: source, str: line.slice(0, SHOWN_LENGTH), flavor: 'python' });
    if (rules.maxlines > 1) query.set('flags', 'm');
    return `${excerpt(line)} | ${source} |  https://www.debuggex.com/?${query}`;
  });
}

/** As C's ctime shows it: `Sun Aug 14 11:59:59 2005`. */
function clockText(time: number, zone: string): string {
  const [day = '', date = '', month = '', year = '', clock = ''] = new Date(timeToWall(Math.floor(time), zone) * 1000)
    .toUTCString()
    .split(' ');
  return `${day.replace(',', '')} ${month} ${date} ${clock} ${year}`;
}
