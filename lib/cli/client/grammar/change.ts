import type { ClientForm } from './client-form';
import { one, perhaps, some } from './form';
import { EXPIRES, REASON, RESTART_OPTIONS, UNBAN } from './options';

/** What is changed at run time. */
export const CHANGE: readonly ClientForm[] = [
  {
    words: ['set', 'JAIL', 'addignoreip'],
    operands: some('IP'),
    summary: 'ignore addresses or ranges in the jail from now on; a ban of one is lifted',
    action: 'addIgnoreip',
  },
  {
    words: ['set', 'JAIL', 'delignoreip'],
    operands: some('IP'),
    summary: 'ignore them no longer',
    action: 'delIgnoreip',
  },
  {
    words: ['set', 'JAIL', 'idle'],
    operands: one('on|off'),
    summary: 'on: the jail counts nothing until it is off again',
    action: 'setIdle',
  },
  {
    words: ['set', 'JAIL', 'simulate'],
    operands: one('on|off'),
    summary: 'on: the jail bans in the table, and no edge is closed',
    action: 'setSimulate',
  },
  {
    words: ['set', 'JAIL', 'SETTING'],
    operands: one('VALUE'),
    summary: 'a limit of the jail, until reload; answers the new value',
    action: 'setSetting',
  },
  {
    words: ['allow', 'add'],
    operands: some('IP'),
    options: [EXPIRES, REASON],
    summary: 'nobody of these is banned in any jail; bans of them are lifted',
    action: 'allowAdd',
  },
  { words: ['allow', 'delete'], operands: some('IP'), summary: 'take them off the list', action: 'allowDelete' },
  { words: ['allow', 'list'], summary: 'who is on the list, until when, and why', action: 'allowList' },
  {
    words: ['allow', 'check'],
    operands: some('IP'),
    summary: 'whether each IP can be banned, in which jail, and if not, why',
    action: 'allowCheck',
  },
  {
    words: ['panic'],
    options: [REASON],
    summary: 'lift every ban now and ban nobody until panic off',
    action: 'panicOn',
  },
  { words: ['panic', 'off'], summary: 'ban again', action: 'panicOff' },
  {
    words: ['reload'],
    operands: perhaps('JAIL'),
    options: [UNBAN, ...RESTART_OPTIONS],
    summary: 'drop what set changed, of all jails or one; bans stay',
    action: 'reload',
  },
  {
    words: ['reload', '--all'],
    options: [UNBAN, ...RESTART_OPTIONS],
    summary: 'the same, of all jails',
    action: 'reload',
  },
  {
    words: ['config', '--diff'],
    summary: 'what was changed at run time, as lines of jail.local',
    action: 'configDiff',
  },
];
