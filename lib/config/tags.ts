import type { Usedns } from '../core/ruleset';

const IP4 = String.raw`(?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3})`;
const IP6 = '(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|:))';
const DNS = String.raw`(?P<dns>[\w\-.^_]*\w)`;
const CIDR = String.raw`(?P<cidr>\d+)`;
const ADDR = String.raw`\[?(?:${IP4}|${IP6})\]?`;
const HOST = `(?:${ADDR}|${DNS})`;
const SUBNET = String.raw`\[?(?:${IP4}|${IP6})(?:/${CIDR})?\]?`;

/** What each tag of fail2ban's filter language stands for (the groups it names are its interface). */
const TAGS: Readonly<Record<string, string>> = {
  HOST,
  IP4,
  'F-IP4/': IP4,
  IP6,
  'F-IP6/': IP6,
  ADDR,
  'F-ADDR/': ADDR,
  DNS,
  'F-DNS/': DNS,
  CIDR,
  'F-CIDR/': CIDR,
  SUBNET,
  'F-SUBNET/': SUBNET,
  'F-ID/': String.raw`(?P<fid>\S+)`,
  'F-PORT/': String.raw`(?P<fport>\w+)`,
};

/** `<F-ID>` and `<F-PORT>` name their groups differently; every other `<F-NAME>` is the group of that name. */
const GROUP_NAMES: Readonly<Record<string, string>> = { id: 'fid', port: 'fport' };

/** Groups that say who is to be banned, or which session a line belongs to. An expression without one is no failregex. */
export const ADDRESS_GROUPS: readonly string[] = ['fid', 'ip4', 'ip6', 'dns', 'mlfid'];

/** Whether `<name>` is of the filter language: no option of a filter can stand in its place. */
export const isTag = (name: string): boolean =>
  Object.hasOwn(TAGS, name) || name === 'SKIPLINES' || /^\/?F-[A-Z0-9_-]+\/?$/.test(name);

/**
 * The Python expression a filter's expression stands for: `<HOST>`, `<ADDR>`, `<F-USER>...</F-USER>`, `<SKIPLINES>` and their
 * like replaced. With `usedns = no` a host name is no `<HOST>`. A closing tag that was never opened stays as it is.
 */
export function expandTags(expression: string, usedns: Usedns | null): string {
  const opened = new Set<string>();
  let skipped = 0;
  const opening = (tag: string): string | undefined => {
    if (tag === 'HOST' && usedns === 'no') return ADDR;
    if (tag === 'SKIPLINES') return String.raw`\n(?P<skiplines${skipped++}>(?:(?:.*\n)*?))`;
    return Object.hasOwn(TAGS, tag) ? TAGS[tag] : groupOf(tag, opened);
  };
  const closing = (tag: string): string | undefined => (opened.has(tag) ? ')' : undefined);
  const expanded = expression.replace(
    /<(\/?)([\w-]+\/?)>/g,
    (whole, slash, tag) => (slash === '' ? opening(tag) : closing(tag)) ?? whole,
  );
  return localFlags(expanded);
}

/** `<F-NAME>` opens the group `name`; the tag is remembered, so that its end closes it. */
function groupOf(tag: string, opened: Set<string>): string | undefined {
  const name = /^F-([A-Z0-9_-]+)$/.exec(tag)?.[1]?.toLowerCase();
  if (name === undefined) return undefined;
  opened.add(tag);
  return `(?P<${GROUP_NAMES[name] ?? name}>`;
}

/** `((?i)x)` and `(?:(?i)x)` mean `(?i:x)`: Python allows flags for the whole expression only at its beginning. */
const localFlags = (expression: string): string => expression.replace(/(?<!\\)\((?:\?:)?(\(\?[a-z]+)\)/g, '$1:');
