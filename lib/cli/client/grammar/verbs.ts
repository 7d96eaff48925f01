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
  { name: 'get', usage: 'get JAIL banip|SETTING ...', summary: 'a setting of a jail, or who is banned' },
  { name: 'set', usage: 'set JAIL banip|unbanip|SETTING ...', summary: 'ban, unban, or change a limit at run time' },
  { name: 'unban', usage: 'unban IP... | --all', summary: 'unban in every jail' },
  { name: 'allow', usage: 'allow add|delete|list|check [IP...]', summary: 'who is banned by nobody' },
  { name: 'panic', usage: 'panic [off]', summary: 'lift every ban and stop banning; off bans again' },
  { name: 'reload', usage: 'reload [JAIL]', summary: 'drop what set changed' },
  { name: 'ping', usage: 'ping', summary: 'whether the table answers' },
  { name: '--str2sec', usage: '--str2sec STRING', summary: 'a time such as 1d12h in seconds' },
];
