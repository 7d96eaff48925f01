import type { Expression, FilterRules, Jail, MailAction, Ports, Ruleset } from '../core/ruleset';
import { watchedLogGroups } from '../core/subscription';
import { visible } from '../core/visible';
import { subscriptionPattern } from './subscription/pattern';

/**
 * What `fail2edge config` shows of a ruleset: every jail with all that was resolved for it, and what is delivered of every
 * log group; one fact a line.
 */
export function printRuleset(ruleset: Ruleset): string {
  const edges = ruleset.edges.map(({ name, options }) => `edge ${name}${bracketed(options)}`);
  const targets = (ruleset.targets ?? []).map(({ name, options }) => `notify ${name}${bracketed(options)}`);
  const head = [`ruleset ${ruleset.version}`, `dbpurgeage ${ruleset.dbpurgeage} s`, ...edges, ...targets];
  const jails = ruleset.jails.flatMap((jail) => ['', ...printJail(jail)]);
  return `${[...head, ...jails, ...printLogGroups(ruleset)].map(visible).join('\n')}\n`;
}

function printLogGroups(ruleset: Ruleset): readonly string[] {
  return watchedLogGroups(ruleset.jails).flatMap(({ name, jails }) => {
    const needed = subscriptionPattern(jails);
    const lines = [
      ['jails', jails.map((jail) => jail.name).join(' ')],
      needed.kind === 'pattern' ? ['pattern', needed.pattern] : ['everything', needed.reason],
    ];
    return ['', `log group ${name}`, ...facts(lines)];
  });
}

/** Each a name and a text. */
const facts = (lines: readonly (readonly string[])[]): readonly string[] =>
  lines.map(([name, text]) => `  ${name?.padEnd(12)} ${text}`);

/**
 * What `fail2edge config --json` shows, one object a jail, in the order of the text: the jail as the functions load it, its
 * expressions as they are written, and `subscription`: what is delivered of each of its log groups, with the other jails
 * that read it; a pattern, or `null` and the reason.
 */
export function jsonJails(ruleset: Ruleset): readonly Readonly<Record<string, unknown>>[] {
  const groups = watchedLogGroups(ruleset.jails).map(({ name, jails }) => ({
    name,
    needed: subscriptionPattern(jails),
  }));
  return ruleset.jails.map((jail) => ({
    ...jail,
    ...written(jail.rules),
    edges: jail.edges.map((edge) => ({
      ...edge,
      options: ruleset.edges.find(({ name }) => name === edge.edge)?.options ?? {},
    })),
    subscription: groups
      .filter(({ name }) => jail.loggroup.includes(name))
      .map(({ name, needed }) =>
        needed.kind === 'pattern'
          ? { loggroup: name, pattern: needed.pattern }
          : { loggroup: name, pattern: null, reason: needed.reason },
      ),
  }));
}

const written = ({ prefregex, failregex, ignoreregex, maxlines, dates, logtype, journalmatch }: FilterRules) => ({
  prefregex: prefregex?.source ?? null,
  failregex: failregex.map(({ source }) => source),
  ignoreregex: ignoreregex.map(({ source }) => source),
  maxlines,
  datepattern: dates?.map(({ name }) => name) ?? null,
  logtype,
  journalmatch,
});

function printJail(jail: Jail): readonly string[] {
  const { rules } = jail;
  const lines = [
    ['filter', `${jail.filter || 'none'}${jail.countsBans ? ' (counts the bans of other jails)' : ''}`],
    ...printSharing(jail),
    ...printAdvice(jail),
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
    ...(jail.targets ?? []).map((target) => ['notify', target]),
    ['dates', rules.dates === null ? 'none' : `${rules.dates.length} templates`],
    ...printExpressions('prefregex', rules.prefregex ? [rules.prefregex] : []),
    ...printExpressions('failregex', rules.failregex),
    ...printExpressions('ignoreregex', rules.ignoreregex),
  ];
  return [`jail ${jail.name} (${jail.origin})`, ...facts(lines)];
}

/** What it takes bans from, besides log lines. */
function printSharing({ requests, list }: Jail): readonly (readonly string[])[] {
  const members = list?.entries ? `${list.entries.length} members` : 'fetched';
  return [
    ...(requests ? [['requests', 'BanRequested on the event bus']] : []),
    ...(list ? [['list', `${list.location}: ${members}, every ${list.interval} s`]] : []),
  ];
}

/** What an administrator should know of the filter and of its logs. */
function printAdvice({ name, filterFrom, forgeable = [] }: Jail): readonly (readonly string[])[] {
  const logs = forgeable.flatMap(({ source, logs, why, instead }) => [
    ['forgeable', `${logs.join(' ')}: ${source}: ${why}`],
    ['safer', instead],
  ]);
  const swap = `filters = shipped in [${name}] or [DEFAULT]: the project's own filter of this name; no client can make it name others`;
  return [...(filterFrom === 'replaceable' ? [['offer', swap]] : []), ...logs];
}

/** The offer in one line for all jails, with how to see what it changes; nothing to offer: undefined. */
export function printOffer({ jails }: Pick<Ruleset, 'jails'>): string | undefined {
  const names = jails.filter(({ filterFrom }) => filterFrom === 'replaceable').map(({ name }) => name);
  if (names.length === 0) return undefined;
  const what = "filters = shipped in [DEFAULT] replaces your filters with the project's own of the same name";
  return visible(
    `offer: ${what} (${names.join(', ')}); to see the difference: fail2edge replay --set DEFAULT.filters=shipped --against LOG`,
  );
}

function printLimits(jail: Jail): readonly (readonly string[])[] {
  const bantime = jail.bantime < 0 ? 'for ever' : `${jail.bantime} s`;
  return [
    ['maxretry', String(jail.maxretry)],
    ['findtime', `${jail.findtime} s`],
    ...(jail.minhosts === undefined ? [] : [['minhosts', `${jail.minhosts} log streams`]]),
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
