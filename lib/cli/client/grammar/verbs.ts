/** The first words of what the client answers, in the order of the overview. */
export interface Verb {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
}

export const VERBS: readonly Verb[] = [
  { name: 'status', usage: 'status [JAIL | --all] [FLAVOR]', summary: 'the jails, and who is banned in one' },
  { name: 'statistics', usage: 'statistics', summary: 'how many are banned in each jail' },
  { name: 'stats', usage: 'stats', summary: 'the same' },
  { name: 'banned', usage: 'banned [IP...]', summary: 'who is banned, or which jails ban an IP' },
  { name: 'edges', usage: 'edges [EDGE]', summary: 'every entry of the edges, what is foreign, what waits' },
  { name: 'why', usage: 'why IP', summary: 'why it is banned or not, and which entry holds it' },
  { name: 'history', usage: 'history [IP] [--format csv]', summary: 'who was ever banned' },
  { name: 'tail', usage: 'tail [--since WHEN]', summary: 'bans and unbans as they happen' },
  { name: 'report', usage: 'report --html FILE', summary: 'bans, offenders, jails and edges as a page' },
  { name: 'export', usage: 'export [--format FORMAT]', summary: 'who is banned, as a list for other programs' },
  { name: 'get', usage: 'get JAIL banip|SETTING ...', summary: 'a setting of a jail, or who is banned' },
  { name: 'set', usage: 'set JAIL banip|unbanip|SETTING ...', summary: 'ban, unban, or change a limit at run time' },
  { name: 'unban', usage: 'unban IP... | --all', summary: 'unban in every jail' },
  { name: 'allow', usage: 'allow add|delete|list|check [IP...]', summary: 'who is banned by nobody' },
  { name: 'panic', usage: 'panic [off]', summary: 'lift every ban and stop banning; off bans again' },
  { name: 'reload', usage: 'reload [JAIL]', summary: 'drop what set changed' },
  { name: 'doctor', usage: 'doctor [CHECK]', summary: 'what is wrong with the deployment, and what to do' },
  { name: 'notify', usage: 'notify test [NOTIFIER]', summary: 'whether mails and notifications arrive' },
  { name: 'ping', usage: 'ping', summary: 'whether the table answers' },
  { name: '-d', usage: '-d, --dump', summary: "the configuration as fail2ban's server would be given it" },
  { name: '--str2sec', usage: '--str2sec STRING', summary: 'a time such as 1d12h in seconds' },
];
