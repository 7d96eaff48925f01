import { domainOf, isMailAddress } from '../../../../notifiers/mail/reachable';
import type { DoctorAws } from '../aws';
import { type Check, type Finding, fail, ok, onAws, warn } from '../check';

export const mailCheck: Check = {
  name: 'mail',
  summary: 'SES may send from the senders, and to the recipients while it is in the sandbox',
  run: onAws(async (aws, { ruleset }) => {
    const mails = ruleset.jails.flatMap(({ mail }) => (mail ? [mail] : []));
    if (mails.length === 0) return [ok('no jail reports by mail')];
    const addresses = (found: readonly string[]) => [...new Set(found)].filter(isMailAddress);
    const senders = addresses(mails.map(({ sender }) => sender));
    const recipients = addresses(mails.flatMap(({ destemail }) => destemail));
    if (senders.length === 0 || recipients.length === 0) {
      return [warn('no report can go by mail: they go to the topic', 'write sender and destemail in jail.local')];
    }
    const account = await aws.mailAccount();
    const sending = account.sending
      ? []
      : [fail('SES has stopped sending for this account', 'look at the SES console')];
    const from = await Promise.all(senders.map((sender) => verified(aws, sender, 'sender')));
    if (!account.sandbox) return [...sending, ...from];
    const sandbox = warn(
      'SES is in the sandbox: only verified addresses get mail, 200 a day',
      'ask for production access in the SES console',
    );
    const to = await Promise.all(recipients.map((recipient) => verified(aws, recipient, 'destemail')));
    return [...sending, ...from, sandbox, ...to];
  }),
};

/** An address is verified by itself or by its domain. */
async function verified(aws: DoctorAws, address: string, option: string): Promise<Finding> {
  const [itself, domain] = await Promise.all([aws.identity(address), aws.identity(domainOf(address))]);
  if (itself || domain) return ok(`${option} ${address} is verified`);
  return fail(`${option} ${address} is not verified`, `aws sesv2 create-email-identity --email-identity ${address}`);
}
