/** A setting of a jail that `get JAIL SETTING` tells. */
export interface SettingName {
  readonly name: string;
  readonly summary: string;
}

/** In the order of the reference. */
export const SETTINGS = [
  { name: 'bantime', summary: 'seconds, negative for ever' },
  { name: 'findtime', summary: 'seconds' },
  { name: 'maxretry', summary: 'failures until the ban' },
  { name: 'maxmatches', summary: 'lines kept for a report' },
  { name: 'maxlines', summary: 'lines joined for one match' },
  { name: 'usedns', summary: '`yes`, `warn`, `no` or `raw`' },
  { name: 'ignoreself', summary: '`True` or `False`' },
  { name: 'ignoreip', summary: 'a list, addresses and ranges in their canonical form' },
  { name: 'prefregex', summary: 'empty when there is none' },
  { name: 'failregex', summary: 'a list, each with its number' },
  { name: 'ignoreregex', summary: 'a list, each with its number' },
  { name: 'logpath', summary: 'a list of files' },
  { name: 'loggroup', summary: 'a list of log groups, ours' },
  { name: 'logtimezone', summary: '`None` when there is none' },
  { name: 'bantime.increment', summary: '`True`, or `None` when bans do not grow' },
  { name: 'bantime.factor', summary: 'as in jail.local; `None` when bans do not grow' },
  { name: 'bantime.maxtime', summary: 'seconds' },
  { name: 'bantime.rndtime', summary: 'seconds' },
  { name: 'bantime.multipliers', summary: 'as in jail.local; `None` when bans do not grow' },
  { name: 'bantime.overalljails', summary: 'as in jail.local; `None` when bans do not grow' },
  { name: 'ignorelocal', summary: 'whether private ranges are protected, ours' },
  { name: 'ipv6prefix', summary: 'by which prefix IPv6 is counted and banned, ours' },
  { name: 'ambiguity', summary: '`drop` or `keep`, ours' },
  { name: 'breaker', summary: 'new bans a minute, ours' },
] as const satisfies readonly SettingName[];

export type Setting = (typeof SETTINGS)[number]['name'];
