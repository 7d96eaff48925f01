/** A setting of a jail that `get JAIL SETTING` tells. */
export interface SettingName {
  readonly name: string;
  readonly summary: string;
  /** How `set JAIL SETTING` reads its value; absent: it stands in the configuration and takes effect when it is deployed. */
  readonly set?: 'time' | 'length' | 'retries' | 'count' | 'flag' | 'number' | 'numbers';
}

/** In the order of the reference. */
export const SETTINGS = [
  { name: 'bantime', set: 'time', summary: 'seconds, negative for ever' },
  { name: 'findtime', set: 'length', summary: 'seconds' },
  { name: 'maxretry', set: 'retries', summary: 'failures until the ban' },
  { name: 'maxmatches', set: 'count', summary: 'lines kept for a report' },
  { name: 'maxlines', summary: 'lines joined for one match' },
  { name: 'datepattern', summary: '`Default Detectors`, or as `fail2edge regex` names it' },
  { name: 'usedns', summary: '`yes`, `warn`, `no` or `raw`' },
  { name: 'ignoreself', set: 'flag', summary: '`True` or `False`' },
  { name: 'ignoreip', summary: 'a list, addresses and ranges in their canonical form' },
  { name: 'prefregex', summary: 'empty when there is none' },
  { name: 'failregex', summary: 'a list, each with its number' },
  { name: 'ignoreregex', summary: 'a list, each with its number' },
  { name: 'logpath', summary: 'a list of files' },
  { name: 'loggroup', summary: 'a list of log groups, ours' },
  { name: 'logtimezone', summary: '`None` when there is none' },
  { name: 'logencoding', summary: 'always `UTF-8`' },
  { name: 'ignorecommand', summary: 'empty: commands are not run here' },
  { name: 'ignorecache', summary: '`None`: there is no command to remember answers of' },
  { name: 'bantime.increment', set: 'flag', summary: '`True`, or `None` when bans do not grow' },
  { name: 'bantime.factor', set: 'number', summary: 'as in jail.local; `None` when bans do not grow' },
  { name: 'bantime.maxtime', set: 'length', summary: 'seconds' },
  { name: 'bantime.rndtime', set: 'length', summary: 'seconds' },
  { name: 'bantime.multipliers', set: 'numbers', summary: 'as in jail.local; `None` when bans do not grow' },
  { name: 'bantime.overalljails', set: 'flag', summary: 'as in jail.local; `None` when bans do not grow' },
  { name: 'ignorelocal', summary: 'whether private ranges are protected, ours' },
  { name: 'ipv6prefix', summary: 'by which prefix IPv6 is counted and banned, ours' },
  { name: 'ambiguity', summary: '`drop` or `keep`, ours' },
  { name: 'breaker', set: 'count', summary: 'new bans a minute, ours' },
] as const satisfies readonly SettingName[];

/** Those that `set` changes. */
export const CHANGEABLE: readonly SettingName[] = (SETTINGS as readonly SettingName[]).filter(({ set }) => set);

export type Setting = (typeof SETTINGS)[number]['name'];
