import type { OptionSpec } from '../options';

/** What `replay` understands: parsing, help, man page and completion are this table. */
export const REPLAY_OPTIONS = [
  {
    ...{ name: 'config', short: 'c', value: 'DIR' },
    summary: 'a folder like /etc/fail2ban; what it lacks comes from the shipped config/ (which enables no jail)',
  },
  {
    ...{ name: 'jail', value: 'NAME' },
    summary: "all lines go to this jail, enabled or not; else by their names: the jails' logpath and loggroup",
  },
  {
    ...{ name: 'set', value: 'JAIL.OPTION=VALUE', many: true },
    summary: 'as if this stood in jail.local; may be given several times, JAIL may be DEFAULT',
  },
  { name: 'against', summary: 'play it twice, without and with --set: bans gained and lost, and what to do' },
  {
    ...{ name: 'logs', value: 'GROUP', many: true },
    summary: 'the lines of a CloudWatch log group; may be given several times',
  },
  {
    ...{ name: 'since', value: 'WHEN' },
    summary: '--logs from here: a time back such as 24h, a date, or seconds since 1970 (24h)',
  },
  { name: 'until', value: 'WHEN', summary: '--logs up to here (now)' },
  { name: 'pattern', value: 'PATTERN', summary: '--logs: only what this CloudWatch filter pattern finds' },
  { name: 'most', value: 'LINES', summary: '--logs: stop after as many lines (1000000)' },
  { name: 'region', value: 'REGION', summary: '--logs: default as the AWS CLI has it' },
  { name: 'profile', value: 'NAME', summary: '--logs: of ~/.aws/config; default AWS_PROFILE' },
  { name: 'html', value: 'FILE', summary: 'write a page that shows all of it and needs no network' },
  { name: 'save', value: 'DIR', summary: 'keep the account with its bans: fail2edge --local DIR status, why, ...' },
  { name: 'tz', value: 'ZONE', summary: "zone of dates that carry none, e.g. Europe/Berlin (this machine's)" },
  { name: 'now', value: 'EPOCH', summary: 'the present that dates without a year lie before (now)' },
  { name: 'json', summary: 'one JSON object a line: found, ignored, ban, prolong, unban, overflow, summary' },
  { name: 'help', short: 'h', summary: 'this text' },
] as const satisfies readonly OptionSpec[];

export type ReplayOption = (typeof REPLAY_OPTIONS)[number]['name'];
