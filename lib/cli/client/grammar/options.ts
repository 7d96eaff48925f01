import { EXPORT_FORMATS } from '../../../core/export';
import type { Option } from './form';

const CONFIG: Option = {
  name: 'config',
  short: 'c',
  value: 'DIR',
  summary: 'the configuration that was deployed; default etc/fail2ban where there is one, else what ships',
};
export const JSON_LINES: Option = { name: 'json', summary: 'one JSON object a line' };
export const HELP: Option = { name: 'help', short: 'h', summary: 'this text' };

/** Options of every command that asks a deployment. They may stand before the command, too. */
export const COMMON_OPTIONS: readonly Option[] = [
  CONFIG,
  { name: 'local', value: 'DIR', summary: 'an account in this folder in place of AWS: replay --save makes one' },
  { name: 'stack', value: 'NAME', summary: 'the deployment; default Fail2edge' },
  { name: 'table', value: 'NAME', summary: "the deployment's table, without asking CloudFormation for it" },
  { name: 'region', value: 'REGION', summary: 'default AWS_REGION, AWS_DEFAULT_REGION, then that of the profile' },
  { name: 'profile', value: 'NAME', summary: 'of ~/.aws/config; default AWS_PROFILE' },
  JSON_LINES,
  HELP,
];

export const WITH_TIME: Option = { name: 'with-time', summary: 'when each was banned, for how long, until when' };
export const REPORT_ABSENT: Option = { name: 'report-absent', summary: 'fail for an IP that is not banned' };
export const FOR: Option = {
  name: 'for',
  value: 'TIME',
  summary: "how long, such as 24h, in place of the jail's bantime",
};
export const REASON: Option = { name: 'reason', value: 'TEXT', summary: 'why, for whoever asks later' };
export const EXPIRES: Option = { name: 'expires', value: 'TIME', summary: 'only this long, such as 8h or 2w' };
export const UNBAN: Option = { name: 'unban', summary: 'lift the bans as well' };
/** Part of fail2ban's grammar; here they change nothing. */
export const RESTART_OPTIONS: readonly Option[] = [
  { name: 'restart', summary: "fail2ban's: nothing has to be restarted here" },
  { name: 'if-exists', summary: 'no mistake when there is no such jail' },
];
export const NO_LINES: Option = { name: 'no-lines', summary: 'without looking for its lines in the logs' };
export const FORMAT: Option = {
  ...{ name: 'format', value: 'FORMAT', choices: ['text', 'json', 'csv'] },
  summary: 'text, json or csv, safe to be opened by a spreadsheet',
};
export const EXPORT_FORMAT: Option = {
  ...{ name: 'format', value: 'FORMAT', choices: Object.keys(EXPORT_FORMATS) },
  summary: 'plain (the default), cidr, json, ipset to be restored, nginx to be included',
};
export const OF_JAIL: Option = { name: 'jail', value: 'JAIL', summary: 'only of this jail' };
export const SINCE: Option = {
  name: 'since',
  value: 'WHEN',
  summary: 'what happened since then, too: 1h, a date, an epoch',
};
export const NO_FOLLOW: Option = { name: 'no-follow', summary: 'end when everything so far is told' };
export const HTML: Option = { name: 'html', value: 'FILE', summary: 'where the page is written' };
