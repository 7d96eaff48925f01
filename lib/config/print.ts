import type { Expression, Jail, MailAction, Ports, Ruleset } from '../core/ruleset';
import { visible } from './problem';

/** What `fail2edge config` shows of a ruleset: every jail with all that was resolved for it, one fact a line. */
export function printRuleset(ruleset: Ruleset): string {
  const edges = ruleset.edges.map(({ name, options }) => `edge ${name}${bracketed(options)}`);
  const head = [`ruleset ${ruleset.version}`, `dbpurgeage ${ruleset.dbpurgeage} s`, ...edges];
  return `${[...head, ...ruleset.jails.flatMap((jail) => ['', ...printJail(jail)])].map(visible).join('\n')}\n`;
}

/** What `fail2edge config --json` shows: one object a jail, in the order of the text. */
export function jsonJails(ruleset: Ruleset): readonly Readonly<Record<string, unknown>>[] {
  return ruleset.jails.map(({ rules, ...jail }) => ({
    ...jail,
    prefregex: rules.prefregex?.source ?? null,
    failregex: rules.failregex.map(({ source }) => source),
    ignoreregex: rules.ignoreregex.map(({ source }) => source),
    maxlines: rules.maxlines,
    datepattern: rules.dates?.map(({ name }) => name) ?? null,
    logtype: rules.logtype,
    journalmatch: rules.journalmatch,
    edges: jail.edges.map(({ edge, ports }) => ({
      edge,
      ports: printPorts(ports),
      options: ruleset.edges.find(({ name }) => name === edge)?.options ?? {},
    })),
  }));
}

function printJail(jail: Jail): readonly string[] {
  const { rules } = jail;
  const lines = [
    ['filter', `${jail.filter}${jail.countsBans ? ' (counts the bans of other jails)' : ''}`],
    ...printLimits(jail),
    ['ignoreip', [...jail.ignoreip, ...(jail.ignoreself ? ['own addresses'] : [])].join(' ') || 'none'],
    ['usedns', jail.usedns],
    ['ambiguity', jail.ambiguity],
    ['logtimezone', jail.logtimezone ?? 'none'],
    ...jail.loggroup.map((group) => ['loggroup', group]),
    ...jail.logpath.map((path) => ['logpath', path]),
    ...rules.journalmatch.map((terms) => ['journalmatch', terms.join(' ')]),
    ...jail.edges.map(({ edge, ports }) => ['edge', `${edge}: ${printPorts(ports)}`]),
    ...(jail.mail ? [['mail', printMail(jail.mail)]] : []),
    ['dates', rules.dates === null ? 'none' : `${rules.dates.length} templates`],
    ...printExpressions('prefregex', rules.prefregex ? [rules.prefregex] : []),
    ...printExpressions('failregex', rules.failregex),
    ...printExpressions('ignoreregex', rules.ignoreregex),
  ];
  return [`jail ${jail.name} (${jail.origin})`, ...lines.map(([name, text]) => `  ${name?.padEnd(12)} ${text}`)];
}

function printLimits(jail: Jail): readonly (readonly string[])[] {
  const bantime = jail.bantime < 0 ? 'for ever' : `${jail.bantime} s`;
  return [
    ['maxretry', String(jail.maxretry)],
    ['findtime', `${jail.findtime} s`],
    ['bantime', `${bantime}${jail.increment ? ', longer with every ban' : ''}`],
    ['ipv6prefix', `/${jail.ipv6prefix}`],
    ['breaker', `${jail.breaker} bans a minute`],
  ];
}

const printExpressions = (name: string, list: readonly Expression[]): readonly (readonly string[])[] =>
  list.map(({ source, verdict }, index) => [name, `${index} ${verdict} ${source}`]);

/** `all`, or `tcp 22,80-90`. */
export function printPorts(ports: Ports): string {
  if (ports === 'all') return 'all';
  const ranges = ports.ranges.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`));
  return `${ports.protocol} ${ranges.join(',')}`;
}

function printMail({ destemail, sender, whois, lines }: MailAction): string {
  const content = [whois ? 'whois' : '', lines ? 'log lines' : ''].filter((part) => part !== '').join(', ');
  return `${destemail.join(', ')} from ${sender}${content === '' ? '' : ` with ${content}`}`;
}

function bracketed(options: Readonly<Record<string, string>>): string {
  const set = Object.entries(options).filter(([, value]) => value !== '');
  return set.length === 0 ? '' : `[${set.map(([name, value]) => `${name}=${value}`).join(', ')}]`;
}
