/** How an option of a jail is written. */
type OptionType = 'text' | 'boolean' | 'integer' | 'duration' | 'list';

export interface JailOption {
  readonly type: OptionType;
  /** What counts when no file sets it; `null`: nothing. */
  readonly default: string | null;
  /**
   * `jail`: read here. `filter`: passed on to the filter. `variable`: only used inside other options. `nothing`: has no meaning
   * on AWS and does no harm. `notice`: has a meaning in fail2ban that is not honoured here.
   */
  readonly use: 'jail' | 'filter' | 'variable' | 'nothing' | 'notice';
}

const option = (type: OptionType, value: string | null, use: JailOption['use'] = 'jail'): JailOption => ({
  type,
  default: value,
  use,
});

/** Every option a jail may set: fail2ban's, with its engine's defaults, and our own. */
export const JAIL_OPTIONS: Readonly<Record<string, JailOption>> = {
  enabled: option('boolean', 'false'),
  filter: option('text', null),
  filters: option('text', 'own'),
  mode: option('text', 'normal', 'variable'),
  logpath: option('list', null),
  logencoding: option('text', 'auto', 'notice'),
  logtimezone: option('text', null),
  backend: option('text', 'auto', 'notice'),

  failregex: option('list', null, 'filter'),
  ignoreregex: option('list', null, 'filter'),
  prefregex: option('text', null, 'filter'),
  maxlines: option('integer', null, 'filter'),
  datepattern: option('list', null, 'filter'),
  journalmatch: option('list', null, 'filter'),
  usedns: option('text', null, 'filter'),

  maxretry: option('integer', '3'),
  maxmatches: option('integer', null),
  findtime: option('duration', '600'),
  bantime: option('duration', '600'),
  'bantime.increment': option('boolean', 'false'),
  'bantime.factor': option('text', '1'),
  'bantime.formula': option('text', null),
  'bantime.multipliers': option('text', null),
  'bantime.maxtime': option('duration', null),
  'bantime.rndtime': option('duration', null),
  'bantime.overalljails': option('boolean', 'false'),

  ignoreip: option('list', null),
  ignoreself: option('boolean', 'true'),
  ignorecommand: option('text', null, 'notice'),
  ignorecache: option('text', null, 'notice'),
  skip_if_nologs: option('boolean', 'false', 'nothing'),
  systemd_if_nologs: option('boolean', 'true', 'nothing'),

  action: option('list', null),
  banaction: option('text', null, 'variable'),
  banaction_allports: option('text', null, 'variable'),
  port: option('text', '0:65535'),
  protocol: option('text', 'tcp'),
  chain: option('text', null, 'variable'),
  mta: option('text', null, 'variable'),
  destemail: option('text', null),
  sender: option('text', null),
  sendername: option('text', 'fail2edge'),
  fail2ban_agent: option('text', null, 'variable'),

  loggroup: option('list', null),
  ipv6prefix: option('integer', '64'),
  ignorelocal: option('boolean', 'true'),
  ambiguity: option('text', null),
  breaker: option('integer', '1000'),
  minhosts: option('integer', '1'),
  requests: option('boolean', 'false'),
  list: option('text', null),
  listinterval: option('duration', '3600'),
};

/** Options of `fail2ban.conf`: all but `dbpurgeage` belong to fail2ban's server and do nothing here. */
export const SERVER_OPTIONS: readonly string[] = [
  'loglevel',
  'logtarget',
  'syslogsocket',
  'socket',
  'pidfile',
  'allowipv6',
  'dbfile',
  'dbmaxmatches',
  'dbpurgeage',
  'stacksize',
];

/** What jails may refer to although no file sets it, as fail2ban provides it. */
export const PROVIDED: Readonly<Record<string, string>> = {
  fail2ban_version: '1.1.0',
  fail2ban_confpath: '/etc/fail2ban',
};
