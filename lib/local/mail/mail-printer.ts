import type { Notifier } from '../../core/report';
import { renderMail } from '../../notifiers/mail/render';

/** A mail that would go out. */
export interface PrintedMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * Stands in for SES where no mail may leave the machine (replay): hands each rendered mail to `print`. It takes any
 * recipient, `root@localhost` too.
 */
export function mailPrinter(print: (mail: PrintedMail) => void): Notifier {
  let mails = 0;
  return {
    kind: 'mail-printer',
    send: async (digest) => {
      const { subject, text } = renderMail(digest);
      print({ from: digest.sender, to: digest.recipient, subject, text });
      mails += 1;
      return { kind: 'sent', id: `${mails}` };
    },
  };
}
