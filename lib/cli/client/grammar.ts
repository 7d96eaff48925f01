import type { Action } from './answer';
import { banip, banned, jailBanned } from './answers/banned';
import { setBanip, setUnbanip, unban, unbanEverybody } from './answers/change';
import { actions, dbpurgeage, journalmatch, settingOf } from './answers/settings';
import { ping, str2sec } from './answers/small';
import { allStatistics, allStatus, jailStatus, serverStatus } from './answers/status';

/** One thing that can be said, in fail2ban-client's words. */
export interface Form {
  /** As they are typed; `JAIL` and `SETTING` stand for a name, a word with dashes for an option that must be given. */
  readonly words: readonly string[];
  /** What follows the words: how many at least, how many at most. */
  readonly operands?: { readonly name: string; readonly least: number; readonly most: number };
  readonly options?: readonly FormOption[];
  readonly summary: string;
  readonly action: Action;
}

/** Options of single forms, with the name of their value. */
export const FORM_OPTIONS = {
  'with-time': null,
  'report-absent': null,
  for: 'TIME',
  reason: 'TEXT',
} as const;

export type FormOption = keyof typeof FORM_OPTIONS;

const some = (name: string) => ({ name, least: 1, most: Number.POSITIVE_INFINITY });
const any = (name: string) => ({ name, least: 0, most: Number.POSITIVE_INFINITY });
const perhaps = (name: string) => ({ name, least: 0, most: 1 });
const one = (name: string) => ({ name, least: 1, most: 1 });

/** Everything the client understands: parsing, help and docs/client.md are this table. */
export const FORMS: readonly Form[] = [
  { words: ['status'], summary: 'the jails there are', action: serverStatus },
  {
    words: ['status', '--all'],
    operands: perhaps('FLAVOR'),
    summary: 'the status of every jail',
    action: allStatus,
  },
  {
    words: ['status', 'JAIL'],
    operands: perhaps('FLAVOR'),
    summary: 'who is banned in a jail; FLAVOR is basic or short',
    action: jailStatus,
  },
  { words: ['statistics'], summary: 'how many are banned in each jail, as a table', action: allStatistics },
  { words: ['stats'], summary: 'the same', action: allStatistics },
  {
    words: ['banned'],
    operands: any('IP'),
    summary: 'who is banned, by jail; or which jails ban each IP',
    action: banned,
  },
  { words: ['get', 'dbpurgeage'], summary: 'how long an ended ban is remembered', action: dbpurgeage },
  {
    words: ['get', 'JAIL', 'banip'],
    operands: perhaps('SEP'),
    options: ['with-time'],
    summary: 'who is banned, by the end of the ban; SEP between them, or the times with each',
    action: banip,
  },
  {
    words: ['get', 'JAIL', 'banned'],
    operands: any('IP'),
    summary: 'who is banned; or 1 or 0 for each IP',
    action: jailBanned,
  },
  { words: ['get', 'JAIL', 'actions'], summary: 'the edges that the jail closes, and mail', action: actions },
  { words: ['get', 'JAIL', 'journalmatch'], summary: 'which journal records are read', action: journalmatch },
  { words: ['get', 'JAIL', 'SETTING'], summary: 'a setting of the jail', action: settingOf },
  {
    words: ['set', 'JAIL', 'banip'],
    operands: some('IP'),
    options: ['for', 'reason'],
    summary: "ban addresses or ranges, for the jail's bantime or TIME; answers how many are new",
    action: setBanip,
  },
  {
    words: ['set', 'JAIL', 'unbanip'],
    operands: some('IP'),
    options: ['report-absent'],
    summary: 'lift the bans that hold an IP; with --report-absent it fails for one that is not banned',
    action: setUnbanip,
  },
  { words: ['unban', '--all'], summary: 'lift every ban of every jail', action: unbanEverybody },
  { words: ['unban'], operands: some('IP'), summary: 'lift the bans that hold an IP, in every jail', action: unban },
  { words: ['ping'], summary: 'whether the table answers', action: ping },
  { words: ['--str2sec'], operands: one('STRING'), summary: 'a time such as 1d12h in seconds', action: str2sec },
];

/** `set JAIL banip IP... [--for TIME] [--reason TEXT]` */
export function syntaxOf({ words, operands, options = [] }: Form): string {
  const flags = options.map((option) => {
    const value = FORM_OPTIONS[option];
    return `[--${option}${value === null ? '' : ` ${value}`}]`;
  });
  return [...words, ...(operands ? [operandsOf(operands)] : []), ...flags].join(' ');
}

function operandsOf({ name, least, most }: NonNullable<Form['operands']>): string {
  const text = most > 1 ? `${name}...` : name;
  return least === 0 ? `[${text}]` : text;
}
