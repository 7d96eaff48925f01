import { sesMail } from './ses-mail';
import { snsTopic } from './sns-topic';

/** Every notifier, one line each, in the order they are tried. */
export const notifiers = [sesMail, snsTopic] as const;
