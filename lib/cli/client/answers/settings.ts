import { formatIp, parseCidr } from '../../../core/address';
import type { Jail } from '../../../core/ruleset';
import { visible } from '../../../core/visible';
import type { Action } from '../answer';
import { pythonWord } from '../text/python';

type Value = string | number | boolean | null;

/** A setting of a jail: what it says in one word, or what it lists and how. */
export interface Setting {
  readonly name: string;
  readonly of: (jail: Jail) => Value | Listed;
}

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

/** Every setting that `get JAIL SETTING` knows, in the order of the reference. */
export const SETTINGS: readonly Setting[] = [
  { name: 'bantime', of: ({ bantime }) => bantime },
  { name: 'findtime', of: ({ findtime }) => findtime },
  { name: 'maxretry', of: ({ maxretry }) => maxretry },
  { name: 'maxmatches', of: ({ maxmatches }) => maxmatches },
  { name: 'maxlines', of: ({ rules }) => rules.maxlines },
  { name: 'usedns', of: ({ usedns }) => usedns },
  { name: 'ignoreself', of: ({ ignoreself }) => ignoreself },
  { name: 'ignoreip', of: ({ ignoreip }) => ({ ...IGNORED, items: ignoreip.map(shortest) }) },
  { name: 'prefregex', of: ({ rules }) => rules.prefregex?.source ?? '' },
  { name: 'failregex', of: ({ rules }) => ({ ...REGEX, items: rules.failregex.map(sourceOf), numbered: true }) },
  { name: 'ignoreregex', of: ({ rules }) => ({ ...REGEX, items: rules.ignoreregex.map(sourceOf), numbered: true }) },
  { name: 'logpath', of: ({ logpath }) => ({ ...FILES, items: logpath }) },
  { name: 'loggroup', of: ({ loggroup }) => ({ ...GROUPS, items: loggroup }) },
  { name: 'logtimezone', of: ({ logtimezone }) => logtimezone },
  { name: 'bantime.increment', of: ({ increment }) => increment !== null || null },
  { name: 'bantime.factor', of: ({ increment }) => increment?.factor ?? null },
  { name: 'bantime.maxtime', of: ({ increment }) => increment?.maxtime ?? null },
  { name: 'bantime.rndtime', of: ({ increment }) => increment?.rndtime ?? null },
  { name: 'bantime.multipliers', of: ({ increment }) => increment?.multipliers?.join(' ') ?? null },
  { name: 'bantime.overalljails', of: ({ increment }) => increment?.overalljails ?? null },
  { name: 'ignorelocal', of: ({ ignorelocal }) => ignorelocal },
  { name: 'ipv6prefix', of: ({ ipv6prefix }) => ipv6prefix },
  { name: 'ambiguity', of: ({ ambiguity }) => ambiguity },
  { name: 'breaker', of: ({ breaker }) => breaker },
];

/** `get JAIL SETTING`: of the configuration; no AWS is asked. */
export const settingOf: Action = async (_, { jail, setting }) => {
  const value = SETTINGS.find(({ name }) => name === setting)?.of(jail) ?? null;
  const plain = isListed(value) ? value.items : value;
  return {
    text: isListed(value) ? listText(value) : visible(pythonWord(value)),
    json: [{ jail: jail.name, [setting]: plain }],
  };
};

/** `get dbpurgeage` */
export const dbpurgeage: Action = async ({ ruleset }) => ({
  text: `Current database purge age is:\n\`- ${Math.trunc(ruleset.dbpurgeage)}seconds`,
  json: [{ dbpurgeage: ruleset.dbpurgeage }],
});

/** `get JAIL actions`: the edges that the jail closes, and the mail. */
export const actions: Action = async (_, { jail }) => {
  const names = [...jail.edges.map(({ edge }) => edge), ...(jail.mail ? ['mail'] : [])];
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
