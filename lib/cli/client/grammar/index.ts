import { BAN } from './ban';
import { CHANGE } from './change';
import { CHECK } from './check';
import type { ClientForm } from './client-form';
import type { Form } from './form';
import { LOOK } from './look';
import { TOOLS } from './tools';

/** A chapter of the reference: help, man page and docs keep this order. */
export interface Chapter {
  readonly title: string;
  readonly forms: readonly Form[];
}

/** What the client answers: its parser and its help are this list. */
export const FORMS: readonly ClientForm[] = [...LOOK, ...BAN, ...CHANGE, ...CHECK];

/** Whether what is said may change the account. */
export const mayChange = (form: ClientForm): boolean => !LOOK.includes(form) && !CHECK.includes(form);

/** Everything that can be said: help, completion, man page and reference come from here. */
export const CHAPTERS: readonly Chapter[] = [
  { title: 'Look', forms: LOOK },
  { title: 'Ban and unban', forms: BAN },
  { title: 'Change at run time', forms: CHANGE },
  { title: 'Check', forms: CHECK },
  { title: 'Try out', forms: TOOLS },
];
