import { REPLAY_OPTIONS } from '../../replay/options';
import { any, type Form, type Option, one } from './form';
import { HELP, JSON_LINES } from './options';

const CONFIG: Option = {
  name: 'config',
  short: 'c',
  value: 'DIR',
  summary: 'a folder like /etc/fail2ban; what it lacks comes from the shipped config/',
};
const TZ: Option = { name: 'tz', value: 'ZONE', summary: "zone of dates that carry none (default: this machine's)" };
const NOW: Option = { name: 'now', value: 'EPOCH', summary: 'the present that dates without a year lie before (now)' };

/** `config` and `-t`. */
const CONFIG_FORMS: readonly Form[] = [
  { words: ['config'], options: [CONFIG, JSON_LINES, HELP], summary: 'every enabled jail, resolved' },
  { words: ['-t'], options: [CONFIG, HELP], summary: 'only check the configuration' },
];

const REPLAY: Form = {
  words: ['replay'],
  operands: any('FILE'),
  options: REPLAY_OPTIONS,
  summary: 'who would be banned: logs through the whole pipeline',
};

const flag = (name: string, summary: string, short?: string): Option => ({
  name,
  summary,
  ...(short !== undefined && { short }),
});
const text = (name: string, value: string, summary: string): Option => ({ name, value, summary });

const REGEX: Form = {
  words: ['regex', 'LOG', 'FILTER'],
  operands: { name: 'IGNOREREGEX', least: 0, most: 1 },
  options: [
    CONFIG,
    JSON_LINES,
    { name: 'usedns', value: 'HOW', choices: ['yes', 'warn', 'no', 'raw'], summary: 'what is done with host names' },
    flag('raw', 'as --usedns raw', 'r'),
    TZ,
    text('timezone', 'ZONE', "logtimezone in place of the jail's"),
    NOW,
    { ...text('datepattern', 'PATTERN', "in place of the filter's"), short: 'd' },
    { ...text('maxlines', 'N', 'lines joined for one match'), short: 'L' },
    { ...text('journalmatch', 'TERMS', 'which journal records are read'), short: 'm' },
    { ...text('out', 'FORMAT', "only id, ip, msg, row, a group, or a text such as '<ip> <F-USER>'"), short: 'o' },
    flag('invert', 'with --out: the lines that do not match', 'i'),
    flag('verbose', 'more; twice: still more', 'v'),
    text('verbosity', 'N', 'as N times --verbose'),
    flag('verbose-date', 'which date templates were hit'),
    flag('debuggex', 'a link that draws the expression', 'D'),
    flag('print-all-matched', 'every line that matched'),
    flag('print-all-missed', 'every line that did not'),
    flag('print-all-ignored', 'every line that an ignoreregex took out'),
    flag('print-no-missed', 'none that did not match'),
    flag('print-no-ignored', 'none that was ignored'),
    HELP,
  ],
  summary: 'test a filter on a log, as fail2ban-regex does',
};

/** The tools, which work on files and on the configuration. They have parsers of their own. */
export const TOOLS: readonly Form[] = [
  ...[REPLAY, REGEX, ...CONFIG_FORMS],
  {
    words: ['completion'],
    operands: one('SHELL'),
    options: [HELP],
    summary: 'a completion script for bash, zsh or fish',
  },
  { words: ['man'], options: [HELP], summary: 'the man page: fail2edge man | man -l -' },
];
