import { formatIp, parseCidr } from '../../../core/address';
import type { DateTemplate, Jail } from '../../../core/ruleset';
import { visible } from '../../../core/visible';
import type { Action, Answer } from '../answer';
import { CHANGEABLE, type Setting } from '../grammar/settings';
import { pythonWord } from '../text/python';

type Value = string | number | boolean | null;

interface Listed {
  readonly items: readonly string[];
  readonly title: string;
  /** In place of the title when there are none. */
  readonly none: string;
  readonly numbered?: boolean;
}

const REGEX = { title: 'The following regular expression are defined:', none: 'No regular expression is defined' };
const FILES = { title: 'Current monitored log file(s):', none: 'No file is currently monitored' };
const GROUPS = { title: 'Current monitored log group(s):', none: 'No log group is currently monitored' };
const IGNORED = { title: 'These IP addresses/networks are ignored:', none: 'No IP address/network is ignored' };

/** What each setting of the grammar is. */
const VALUES: Readonly<Record<Setting, (jail: Jail) => Value | Listed>> = {
  bantime: ({ bantime }) => bantime,
  findtime: ({ findtime }) => findtime,
  maxretry: ({ maxretry }) => maxretry,
  maxmatches: ({ maxmatches }) => maxmatches,
  maxlines: ({ rules }) => rules.maxlines,
  datepattern: ({ rules: { dates } }) => dates && datesText(dates),
  usedns: ({ usedns }) => usedns,
  ignoreself: ({ ignoreself }) => ignoreself,
  ignoreip: ({ ignoreip }) => ({ ...IGNORED, items: ignoreip.map(shortest) }),
  prefregex: ({ rules }) => rules.prefregex?.source ?? '',
  failregex: ({ rules }) => ({ ...REGEX, items: rules.failregex.map(sourceOf), numbered: true }),
  ignoreregex: ({ rules }) => ({ ...REGEX, items: rules.ignoreregex.map(sourceOf), numbered: true }),
  logpath: ({ logpath }) => ({ ...FILES, items: logpath }),
  loggroup: ({ loggroup }) => ({ ...GROUPS, items: loggroup }),
  logtimezone: ({ logtimezone }) => logtimezone,
  logencoding: () => 'UTF-8',
  ignorecommand: () => '',
  ignorecache: () => null,
  'bantime.increment': ({ increment }) => increment !== null || null,
  'bantime.factor': ({ increment }) => increment?.factor ?? null,
  'bantime.maxtime': ({ increment }) => increment?.maxtime ?? null,
  'bantime.rndtime': ({ increment }) => increment?.rndtime ?? null,
  'bantime.multipliers': ({ increment }) => increment?.multipliers?.join(' ') ?? null,
  'bantime.overalljails': ({ increment }) => increment?.overalljails ?? null,
  ignorelocal: ({ ignorelocal }) => ignorelocal,
  ipv6prefix: ({ ipv6prefix }) => ipv6prefix,
  ambiguity: ({ ambiguity }) => ambiguity,
  breaker: ({ breaker }) => breaker,
};

/** Settings that operators change at run time: the table is asked for them. */
const AT_RUN_TIME = new Set(['ignoreip', ...CHANGEABLE.map(({ name }) => name)]);

/** `get JAIL SETTING`. What stands in the configuration alone is answered without AWS. */
export const settingOf: Action = async (session, { jail, setting }) => {
  const rules = AT_RUN_TIME.has(setting) ? await session.rulesNow() : session.ruleset;
  return settingAnswer(rules.jails.find(({ name }) => name === jail.name) ?? jail, setting);
};

const HEADINGS: Readonly<Record<string, string>> = {
  logencoding: 'Current log encoding is set to:\n',
  datepattern: 'Current date pattern set to: ',
};

/** As fail2ban tells them apart: more than two are its own list. */
const datesText = (dates: readonly DateTemplate[]): string =>
  dates.length > 2 ? 'Default Detectors' : dates.map(({ name }) => name).join(' | ');

/** What a setting of a jail is, in fail2ban's form. */
export function settingAnswer(jail: Jail, setting: string): Answer {
  const value = VALUES[setting as Setting](jail);
  const plain = isListed(value) ? value.items : value;
  const said = setting === 'datepattern' && value === null ? 'Not set/required' : undefined;
  return {
    text: (HEADINGS[setting] ?? '') + (said ?? (isListed(value) ? listText(value) : visible(pythonWord(value)))),
    json: [{ jail: jail.name, [setting]: plain }],
  };
}

/** `get dbpurgeage` */
export const dbpurgeage: Action = async ({ ruleset }) => ({
  text: `Current database purge age is:\n\`- ${Math.trunc(ruleset.dbpurgeage)}seconds`,
  json: [{ dbpurgeage: ruleset.dbpurgeage }],
});

/** `get JAIL actions`: the edges that the jail closes, the mail, and whom else its bans are told to. */
export const actions: Action = async (_, { jail }) => {
  const names = [...jail.edges.map(({ edge }) => edge), ...(jail.mail ? ['mail'] : []), ...(jail.targets ?? [])];
  const title = `The jail ${visible(jail.name)} has the following actions:`;
  return {
    text:
      names.length === 0 ? `No actions for jail ${visible(jail.name)}` : `${title}\n${names.map(visible).join(', ')}`,
    json: [{ jail: jail.name, actions: names }],
  };
};

/** `get JAIL journalmatch` */
export const journalmatch: Action = async (_, { jail }) => {
  const { journalmatch: matches } = jail.rules;
  const text = matches.map((terms) => visible(terms.join(' '))).join(' + ');
  return {
    text: matches.length === 0 ? 'No journal match filter set' : `Current match filter:\n${text}`,
    json: [{ jail: jail.name, journalmatch: matches }],
  };
};

const isListed = (value: Value | Listed): value is Listed => typeof value === 'object' && value !== null;

function listText({ items, title, none, numbered }: Listed): string {
  if (items.length === 0) return none;
  const lines = items.map((item, index) => {
    const mark = index === items.length - 1 ? '`-' : '|-';
    return `${mark} ${numbered ? `[${index}]: ` : ''}${visible(item)}`;
  });
  return [title, ...lines].join('\n');
}

/** An address as it is written, without its /32; a host name as it is. */
function shortest(entry: string): string {
  const cidr = parseCidr(entry);
  return cidr ? formatIp(cidr) : entry;
}

const sourceOf = ({ source }: { readonly source: string }): string => source;
