import type { ClientForm } from './client-form';
import { some } from './form';
import { FOR, REASON, REPORT_ABSENT } from './options';

/** Bans and unbans. */
export const BAN: readonly ClientForm[] = [
  {
    words: ['set', 'JAIL', 'banip'],
    operands: some('IP'),
    options: [FOR, REASON],
    summary: "ban addresses or ranges, for the jail's bantime or TIME; answers how many are new",
    action: 'setBanip',
  },
  {
    words: ['set', 'JAIL', 'unbanip'],
    operands: some('IP'),
    options: [REPORT_ABSENT],
    summary: 'lift the bans that hold an IP; with --report-absent it fails for one that is not banned',
    action: 'setUnbanip',
  },
  {
    words: ['set', 'JAIL', 'attempt'],
    operands: some('IP [TEXT]'),
    summary: 'a failure of an address, counted as a line would be; as many as there are texts behind it',
    action: 'setAttempt',
  },
  { words: ['unban', '--all'], summary: 'lift every ban of every jail', action: 'unbanEverybody' },
  { words: ['unban'], operands: some('IP'), summary: 'lift the bans that hold an IP, in every jail', action: 'unban' },
];
