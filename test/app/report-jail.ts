import type { Expression, FilterRules, Jail, Ruleset } from '../../lib/core/ruleset';

export const anExpression = (js: string, groups: Expression['groups']): Expression => ({
  source: js,
  js,
  groups,
  first: null,
  literals: null,
  verdict: 'linear',
});

export const filterRules = (parts: Partial<FilterRules>): FilterRules => ({
  prefregex: null,
  failregex: [],
  ignoreregex: [],
  maxlines: 1,
  dates: null,
  logtype: 'file',
  journalmatch: [],
  ...parts,
});

export const aJail = (parts: Partial<Jail> = {}): Jail => ({
  name: 'sshd',
  filter: 'sshd',
  rules: filterRules({}),
  countsBans: false,
  usedns: 'warn',
  maxretry: 5,
  findtime: 600,
  bantime: 600,
  increment: null,
  maxmatches: 5,
  ignoreip: [],
  ignoreself: true,
  ignorelocal: true,
  ipv6prefix: 64,
  ambiguity: 'keep',
  logtimezone: null,
  breaker: 100,
  logpath: [],
  loggroup: ['secure'],
  edges: [],
  mail: {
    destemail: ['ops@example.com'],
    sender: 'fail2ban@example.com',
    sendername: 'Fail2Ban',
    whois: true,
    lines: true,
  },
  origin: 'jail.local:1',
  ...parts,
});

export const aRuleset = (...jails: readonly Jail[]): Ruleset => ({
  format: 1,
  version: '0123456789abcdef',
  jails,
  edges: [],
  protect: [],
  dbpurgeage: 86_400,
});
