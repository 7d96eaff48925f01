/**
 * What fail2ban-client answers to the commands of its documentation, one after the other, from a server that nobody has
 * failed on yet. Two tests read it: `transcript.test.ts` holds our client to it, `client.external.ts` fail2ban's own.
 * LOG stands for the log file. How many failed since the start is not compared: see {@link plain}.
 */
export interface Step {
  readonly said: string;
  /** Standard output. */
  readonly answer: string;
}

/** A jail.local for both: the same limits, an action of the same name. */
export const jailLocal = (log: string): string => `[DEFAULT]
action = aws-nacl
banaction = aws-nacl
backend = polling
bantime = 600
findtime = 600
maxretry = 5
usedns = warn
ignoreip = 203.0.113.128/25 192.0.2.77

[sshd]
enabled = true
backend = polling
filter = app
logpath = ${log}
loggroup = ${log}

[web]
enabled = true
backend = polling
filter = app
logpath = ${log}
loggroup = ${log}
ignoreip =
maxretry = 3
bantime = 1h
`;

export const FILTER = '[Definition]\nfailregex = ^refused <HOST>$\n';

/** Of the jail sshd: addresses that failed, bans now, bans since the start. */
const status = (failed: number, now: number, total: number, list?: string) => `Status for the jail: sshd
|- Filter
|  |- Currently failed:\t${failed}
|  |- Total failed:\t-
|  \`- File list:\tLOG
\`- Actions
   |- Currently banned:\t${now}
   ${list === undefined ? '`-' : '|-'} Total banned:\t${total}${list === undefined ? '' : `\n   \`- Banned IP list:\t${list}`}
`;

const ignored = (...ips: readonly string[]) =>
  `These IP addresses/networks are ignored:\n${ips.map((ip, at) => `${at === ips.length - 1 ? '`-' : '|-'} ${ip}`).join('\n')}\n`;

const BANNED = "['198.51.100.1', '203.0.113.7']";

/** What only releases after 1.0 know; nobody is banned. */
export const LATER: readonly Step[] = [
  {
    said: 'status --all short',
    answer: `Status
|- Number of jail:\t2
|- Jail list:\tsshd, web
\`- Status for the jails:
   |- Jail: sshd
   |  |- Filter
   |  |  |- Currently failed:\t0
   |  |  |- Total failed:\t-
   |  |  \`- File list:\tLOG
   |  \`- Actions
   |     |- Currently banned:\t0
   |     \`- Total banned:\t0
   \`- Jail: web
      |- Filter
      |  |- Currently failed:\t0
      |  |- Total failed:\t-
      |  \`- File list:\tLOG
      \`- Actions
         |- Currently banned:\t0
         \`- Total banned:\t0
`,
  },
];

/** Order matters: each step finds what those before it left. */
export const STEPS: readonly Step[] = [
  ['ping', 'Server replied: pong\n'],
  ['status', 'Status\n|- Number of jail:\t2\n`- Jail list:\tsshd, web\n'],
  ['status sshd', status(0, 0, 0, '')],
  ['set sshd attempt 198.51.100.60', '1\n'],
  ['set sshd attempt 198.51.100.60 once twice', '1\n'],
  ['set sshd attempt 198.51.100.61', '1\n'],
  ['status sshd', status(2, 0, 0, '')],
  ['banned', "[{'sshd': []}, {'web': []}]\n"],
  ['get sshd banned', '[]\n'],
  ['get sshd banip', '\n'],
  ['unban --all', '0\n'],
  ['set sshd banip 198.51.100.1 203.0.113.7', '2\n'],
  ['set sshd banip 203.0.113.7', '0\n'],
  ['status sshd', status(2, 2, 2, '198.51.100.1 203.0.113.7')],
  ['status sshd basic', status(2, 2, 2, '198.51.100.1 203.0.113.7')],
  ['status sshd short', status(2, 2, 2)],
  ['banned', `[{'sshd': ${BANNED}}, {'web': []}]\n`],
  ['banned 198.51.100.1 8.8.8.8', "[['sshd'], []]\n"],
  ['get sshd banned', `${BANNED}\n`],
  ['get sshd banned 198.51.100.1', '1\n'],
  ['get sshd banned 8.8.8.8', '0\n'],
  ['get sshd banned 8.8.8.8 198.51.100.1', '[0, 1]\n'],
  ['get sshd banip', '198.51.100.1 203.0.113.7\n'],
  ['get sshd banip ,', '198.51.100.1,203.0.113.7\n'],
  ['get sshd banip --with-time', '198.51.100.1 \tTIME + 600 = TIME\n203.0.113.7 \tTIME + 600 = TIME\n'],
  ['set sshd banip 192.0.2.0/28', '1\n'],
  ['set sshd unbanip 192.0.2.0/28', '1\n'],
  ['set sshd unbanip 8.8.8.8', '0\n'],
  ['get sshd ignoreip', ignored('203.0.113.128/25', '192.0.2.77')],
  ['get web ignoreip', 'No IP address/network is ignored\n'],
  ['set web addignoreip 198.51.100.200', ignored('198.51.100.200')],
  ['get web ignoreip', ignored('198.51.100.200')],
  ['set web delignoreip 198.51.100.200', 'No IP address/network is ignored\n'],
  ['get sshd bantime', '600\n'],
  ['set sshd bantime 1h', '3600\n'],
  ['get sshd bantime', '3600\n'],
  ['set sshd bantime -1', '-1\n'],
  ['set sshd findtime 5m', '300\n'],
  ['get sshd findtime', '300\n'],
  ['set sshd maxretry 3', '3\n'],
  ['get sshd maxretry', '3\n'],
  ['set sshd maxmatches 7', '7\n'],
  ['get sshd maxmatches', '7\n'],
  ['get sshd ignoreself', 'True\n'],
  ['set sshd ignoreself false', 'False\n'],
  ['set sshd idle on', 'True\n'],
  ['set sshd idle off', 'False\n'],
  ['set sshd bantime.increment true', 'True\n'],
  ['get sshd bantime.increment', 'True\n'],
  ['set sshd bantime.factor 2', '2\n'],
  ['set sshd bantime.maxtime 1d', '86400\n'],
  ['get sshd bantime.maxtime', '86400\n'],
  ['set sshd bantime.rndtime 1m', '60\n'],
  ['get sshd datepattern', 'Current date pattern set to: Default Detectors\n'],
  ['get sshd usedns', 'warn\n'],
  ['get sshd maxlines', '1\n'],
  ['get sshd logtimezone', 'None\n'],
  ['get sshd prefregex', '\n'],
  ['get sshd ignorecommand', '\n'],
  ['get sshd ignorecache', 'None\n'],
  ['get sshd logencoding', 'Current log encoding is set to:\nUTF-8\n'],
  ['get sshd ignoreregex', 'No regular expression is defined\n'],
  ['get sshd logpath', 'Current monitored log file(s):\n`- LOG\n'],
  ['get sshd journalmatch', 'No journal match filter set\n'],
  ['get sshd actions', 'The jail sshd has the following actions:\naws-nacl\n'],
  ['get dbpurgeage', 'Current database purge age is:\n`- 86400seconds\n'],
  ['reload', 'OK\n'],
  ['get sshd bantime', '600\n'],
  ['get sshd findtime', '600\n'],
  ['get sshd maxretry', '5\n'],
  ['get sshd banned', `${BANNED}\n`],
  ['unban 198.51.100.1', '1\n'],
  ['unban 198.51.100.1', '0\n'],
  ['set web banip 198.51.100.9', '1\n'],
  ['banned', "[{'sshd': ['203.0.113.7']}, {'web': ['198.51.100.9']}]\n"],
  ['unban 203.0.113.7 198.51.100.9', '2\n'],
  ['set sshd banip 198.51.100.4', '1\n'],
  ['reload --unban', 'OK\n'],
  ['reload --all', 'OK\n'],
  ['banned', "[{'sshd': []}, {'web': []}]\n"],
  ['--str2sec 1d12h', '129600\n'],
].map(([said = '', answer = '']) => ({ said, answer }));

/** What is refused: the last line that is printed, wherever, and the exit code is 255. */
export const REFUSED: readonly Step[] = [
  ['status nope', "Sorry but the jail 'nope' does not exist"],
  ['get nope bantime', "Sorry but the jail 'nope' does not exist"],
  ['set nope banip 192.0.2.1', "Sorry but the jail 'nope' does not exist"],
  ['get', 'Sorry but the command is invalid'],
  ['get sshd', 'Sorry but the command is invalid'],
  ['set sshd', 'Sorry but the command is invalid'],
  ['get sshd nope', 'Invalid command (no get action or not yet implemented)'],
  ['set sshd nope 1', "Invalid command 'nope' (no set action or not yet implemented)"],
  ['unban', 'Invalid command'],
  ['set sshd unbanip --report-absent 8.8.8.8', "not banned: ['8.8.8.8']"],
].map(([said = '', answer = '']) => ({ said, answer }));

/** What failed since the start as ours, times as TIME, the log as LOG; seconds may pass between a ban and the next that prolongs it. */
export const plain = (text: string, log: string): string =>
  text
    .replace(/Total failed:\t\d+/g, 'Total failed:\t-')
    .replace(/ \+ 60\d = /g, ' + 600 = ')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME')
    .replaceAll(log, 'LOG');
