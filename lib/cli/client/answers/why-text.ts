import type { Ban } from '../../../core/ban';
import type { IgnoreReason } from '../../../core/event';
import type { Jail, Seconds } from '../../../core/ruleset';
import { visible } from '../../../core/visible';
import { cut } from '../../print/table';
import { duration } from '../../print/time';
import type { Look } from '../answer';
import { localTimes, MADE, untilText } from '../text/ban';
import type { MatchedRule } from '../text/rule';

/** Everything that is known of an address in one jail. */
export interface Why {
  /** What is banned, or counted. */
  readonly ip: string;
  readonly jail: Jail;
  readonly now: Seconds;
  readonly ban: Ban | undefined;
  /** The ban, or the last one there was. */
  readonly last: Ban | null;
  /** Times of the failures that still count, and how many of them are in the window that ends now. */
  readonly failures: readonly Seconds[];
  readonly counting: number;
  readonly spared: IgnoreReason | null;
  readonly lines: readonly string[];
  readonly regex: MatchedRule | null;
  readonly edges: readonly PlaceOnEdge[];
}

export interface PlaceOnEdge {
  readonly edge: string;
  readonly held: boolean;
  readonly why: string | null;
  readonly entries: readonly {
    readonly resource: string;
    readonly rule: string | null;
    readonly ports: string;
    readonly link: string;
  }[];
  /** A security group: what is banned is what no rule lets in. */
  readonly allowsOnly: boolean;
  readonly notices: readonly string[];
}

/** Lines of the log that are shown. */
const LINES = 10;

interface Answered {
  readonly ip: string;
  readonly found: readonly Why[];
  /** It is a range in which addresses may have failed that were not looked for. */
  readonly hidden: boolean;
}

/** What `why IP` says to people. */
export function reasonText({ ip, found, hidden }: Answered, look: Look): string {
  if (found.length === 0 && hidden) return `${ip} is not banned in any jail.`;
  if (found.length === 0) return `${ip} is not banned, and no failure of it is known in any jail.`;
  return found.map((one) => section(one, look).join('\n')).join('\n\n');
}

function section(one: Why, look: Look): readonly string[] {
  const lines = [
    ...banned(one),
    ...counted(one),
    ...(one.spared === null ? [] : [`spared    it is never banned here now: ${one.spared}`]),
    ...(one.regex ? [`rule      failregex [${one.regex.index}] of ${visible(one.jail.filter)}`] : []),
    ...(one.regex ? [`          ${visible(one.regex.source)}`] : []),
  ];
  const told = lines.map((line) => `  ${cut(line, look.width - 2)}`);
  return [heading(one), ...told, ...logLines(one).map((line) => `  ${line}`), ...edges(one)];
}

function heading({ ip, jail, ban }: Why): string {
  if (!ban) return `${ip} is not banned in ${visible(jail.name)}`;
  return `${ip} is banned in ${visible(jail.name)} ${untilText(ban.end, localTimes().at)}`;
}

function banned({ ban, last, jail }: Why): readonly string[] {
  if (!last) return [];
  const { at } = localTimes();
  const times = last.bancount === 1 ? 'the first time' : `${last.bancount} times so far`;
  const failed = `${last.failures} failures within ${duration(jail.findtime)}`;
  const who = last.origin === 'detect' ? `by ${failed}` : `${MADE[last.origin]}${why(last)}`;
  const over = ban ? '' : `, over since ${last.end === null ? 'it was lifted' : at(last.end)}`;
  return [`banned    ${at(last.time)} ${who}; ${times}${over}`];
}

const why = ({ reason }: Ban): string => (reason === undefined ? '' : `: ${visible(reason)}`);

function counted({ failures, counting, jail }: Why): readonly string[] {
  const latest = failures.at(-1);
  if (latest === undefined) return [`counted   no failure since`];
  const { at } = localTimes();
  return [`counted   ${counting} of ${jail.maxretry} within ${duration(jail.findtime)}; the last ${at(latest)}`];
}

/** Whole: they are the evidence. */
function logLines({ lines }: Why): readonly string[] {
  const shown = lines.slice(-LINES);
  const more = lines.length > shown.length ? [`lines     the last ${shown.length} of ${lines.length}`] : [];
  return [
    ...more,
    ...shown.map((line, at) => `${at === 0 && more.length === 0 ? 'lines   ' : '        '}  ${visible(line)}`),
  ];
}

/** Never cut: a link must stay whole. */
function edges({ edges: places }: Why): readonly string[] {
  return places.flatMap(({ edge, held, why: reason, entries, allowsOnly }) => {
    if (!held) return [`  edge      ${visible(edge)}: ${reason}`];
    if (allowsOnly) return [`  edge      ${visible(edge)}: no rule lets it in; connections that stand already stay up`];
    return entries.flatMap(({ resource, rule, ports, link }) => [
      `  edge      ${visible(edge)}: ${visible(resource)}${rule === null ? '' : ` rule ${rule}`}, ${ports}`,
      `            ${visible(link)}`,
    ]);
  });
}
