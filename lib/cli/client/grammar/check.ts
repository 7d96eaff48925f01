import type { ClientForm } from './client-form';
import { one } from './form';

/** Whether it works, and small help. */
export const CHECK: readonly ClientForm[] = [
  { words: ['ping'], summary: 'whether the table answers', action: 'ping' },
  { words: ['--str2sec'], operands: one('STRING'), summary: 'a time such as 1d12h in seconds', action: 'str2sec' },
];
