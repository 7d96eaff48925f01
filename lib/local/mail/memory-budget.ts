import { mayMail, recentMails } from '../../core/mail-budget';
import type { MailBudget } from '../../core/report';
import type { Seconds } from '../../core/ruleset';

/** The mail budget of the embedded account. */
export function memoryBudget(): MailBudget {
  const mails = new Map<string, readonly Seconds[]>();
  return {
    take: async (recipient, now) => {
      const sent = recentMails(mails.get(recipient) ?? [], now);
      if (!mayMail(sent, now)) return false;
      mails.set(recipient, [...sent, now]);
      return true;
    },
  };
}
