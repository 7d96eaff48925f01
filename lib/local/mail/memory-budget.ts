import { mayMail, recentMails } from '../../core/mail-budget';
import type { MailBudget } from '../../core/report';
import type { Seconds } from '../../core/ruleset';

/** The mail budget of the embedded account. */
export function memoryBudget(): MailBudget {
  const mails = new Map<string, readonly Seconds[]>();
  const refusing = new Set<string>();
  return {
    take: async (recipient, now) => {
      const sent = recentMails(mails.get(recipient) ?? [], now);
      if (!mayMail(sent, now)) return { kind: 'held', refused: refusing.has(recipient) };
      mails.set(recipient, [...sent, now]);
      refusing.delete(recipient);
      return { kind: 'taken' };
    },
    refused: async (recipient) => {
      refusing.add(recipient);
    },
  };
}
