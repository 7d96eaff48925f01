import type { ClientForm } from './client-form';
import { one, perhaps } from './form';

/** Whether it works, and small help. */
export const CHECK: readonly ClientForm[] = [
  {
    words: ['doctor'],
    operands: perhaps('CHECK'),
    summary: 'what is wrong with the deployment, and what to do; exit code 1 when a check failed',
    action: 'doctor',
  },
  {
    words: ['notify', 'test'],
    operands: perhaps('NOTIFIER'),
    summary: 'tell every notifier, or one, of a ban that is none; services that collect reports are told nothing',
    action: 'notifyTest',
  },
  { words: ['ping'], summary: 'whether the table answers', action: 'ping' },
  { words: ['--str2sec'], operands: one('STRING'), summary: 'a time such as 1d12h in seconds', action: 'str2sec' },
];
