import { type BanList, readBanList } from '../core/ban-list';
import type { FilterRules, Jail } from '../core/ruleset';
import type { JailScope } from './jail-scope';
import { booleanOf, secondsOf } from './jail-values';
import type { ConfigTree } from './tree';

/** What a jail takes bans from, besides log lines. */
export type Sharing = Pick<Jail, 'requests' | 'list'>;

/** The rules of a jail that reads no log: its bans are asked for, or come from a list. */
export const NO_RULES: FilterRules = {
  ...{ prefregex: null, failregex: [], ignoreregex: [], maxlines: 1, dates: null },
  ...{ logtype: 'file', journalmatch: [] },
};

/** Members of one list; a WAF IP set holds 10,000, fifty are the most. */
const MOST_ENTRIES = 20_000;
/** EventBridge starts a function every so many whole minutes; a list that is fetched more often annoys who keeps it. */
const OFTEN = 300;

/** `requests` and `list` of a jail. */
export function sharingOf(jail: JailScope, tree: ConfigTree): Sharing {
  const requests = booleanOf(jail, 'requests');
  const list = listOf(jail, tree);
  return { ...(requests ? { requests } : {}), ...(list ? { list } : {}) };
}

function listOf(jail: JailScope, tree: ConfigTree): BanList | undefined {
  const setting = jail.setting('list');
  if (!setting?.text) return undefined;
  const interval = secondsOf(
    jail,
    'listinterval',
    (seconds) => seconds >= OFTEN && Number.isInteger(seconds / 60),
    'whole minutes, at least 5m',
  );
  const location = setting.text;
  if (isRemote(location)) return { location, interval };
  if (/^\w+:\/\//.test(location)) {
    const hint = 'an https:// address without user and password, s3://BUCKET/KEY, or a file of the configuration';
    jail.fail(setting.place, `list = ${location}`, hint);
    return undefined;
  }
  const entries = entriesOf(jail, tree, location);
  return entries && { location, interval, entries };
}

const isRemote = (location: string): boolean =>
  /^https:\/\/[\w.-]+(?::\d{1,5})?\/[\w./?&=%~+:,-]*$/.test(location) ||
  /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[\w!.'()/-]+$/.test(location);

function entriesOf(jail: JailScope, tree: ConfigTree, path: string): readonly string[] | undefined {
  const place = jail.setting('list')?.place ?? jail.place;
  const file = tree.read(path);
  if (!file) {
    jail.fail(place, `list = ${path}: there is no such file`, 'a file of the configuration folder, or its whole path');
    return undefined;
  }
  const { entries, unreadable } = readBanList(file.text);
  for (const line of unreadable.slice(0, 10)) {
    jail.fail({ file: file.name, line }, 'is no address and no range', 'one a line, a comment begins with #');
  }
  if (entries.length > MOST_ENTRIES) jail.fail(place, `list = ${path}: more than ${MOST_ENTRIES} members`);
  return entries;
}
