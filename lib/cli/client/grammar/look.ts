import type { ClientForm } from './client-form';
import { any, one, perhaps } from './form';
import { EXPORT_FORMAT, FORMAT, HTML, NO_FOLLOW, NO_LINES, OF_JAIL, SINCE, WITH_TIME } from './options';

const FLAVOR = perhaps('FLAVOR');

/** What changes nothing. */
export const LOOK: readonly ClientForm[] = [
  { words: ['status'], summary: 'the jails there are', action: 'serverStatus' },
  { words: ['status', '--all'], operands: FLAVOR, summary: 'the status of every jail', action: 'allStatus' },
  {
    words: ['status', 'JAIL'],
    operands: FLAVOR,
    summary: 'who is banned in a jail; FLAVOR is basic or short',
    action: 'jailStatus',
  },
  { words: ['statistics'], summary: 'how many are banned in each jail, as a table', action: 'allStatistics' },
  { words: ['stats'], summary: 'the same', action: 'allStatistics' },
  {
    words: ['banned'],
    operands: any('IP'),
    summary: 'who is banned, by jail; or which jails ban each IP',
    action: 'banned',
  },
  {
    words: ['edges'],
    operands: perhaps('EDGE'),
    summary: 'every entry of the edges: where, whom it closes, until when; what is foreign, what waits',
    action: 'edges',
  },
  {
    words: ['why'],
    operands: one('IP'),
    options: [NO_LINES],
    summary: 'why it is banned or not: failures, rule, lines, who banned, which entry of an edge holds it',
    action: 'why',
  },
  {
    words: ['history'],
    operands: perhaps('IP'),
    options: [FORMAT],
    summary: 'who was ever banned, as far as it is remembered, the latest first',
    action: 'history',
  },
  {
    words: ['tail'],
    options: [SINCE, NO_FOLLOW],
    summary: 'bans and unbans as they happen',
    action: 'tail',
  },
  {
    words: ['report'],
    options: [HTML, SINCE],
    summary: 'bans of the last 7 days, offenders, jails and edges with their room, as a page that needs no network',
    action: 'report',
  },
  {
    words: ['export'],
    options: [EXPORT_FORMAT, OF_JAIL],
    summary: 'who is banned now, as a list for other programs',
    action: 'exportBans',
  },
  { words: ['get', 'dbpurgeage'], summary: 'how long an ended ban is remembered', action: 'dbpurgeage' },
  {
    words: ['get', 'JAIL', 'banip'],
    operands: perhaps('SEP'),
    options: [WITH_TIME],
    summary: 'who is banned, by the end of the ban; SEP between them, or the times with each',
    action: 'banip',
  },
  {
    words: ['get', 'JAIL', 'banned'],
    operands: any('IP'),
    summary: 'who is banned; or 1 or 0 for each IP',
    action: 'jailBanned',
  },
  { words: ['get', 'JAIL', 'actions'], summary: 'the edges that the jail closes, and mail', action: 'actions' },
  { words: ['get', 'JAIL', 'journalmatch'], summary: 'which journal records are read', action: 'journalmatch' },
  { words: ['-d'], summary: "the configuration as the commands that fail2ban's server would be given", action: 'dump' },
  { words: ['get', 'JAIL', 'SETTING'], summary: 'a setting of the jail', action: 'settingOf' },
];
