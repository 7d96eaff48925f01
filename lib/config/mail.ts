import type { MailAction } from '../core/ruleset';
import type { JailScope } from './jail-scope';
import type { Spec } from './spec';

/** The jail's mail with one more of fail2ban's mail actions in it: a jail sends one mail a ban, with all that was asked for. */
export function addMail(mail: MailAction | null, { name, options }: Spec, jail: JailScope): MailAction {
  const text = (option: string) => jail.setting(option)?.text ?? '';
  const destemail = addresses(options.dest ?? text('destemail'));
  const sender = options.sender ?? text('sender');
  checkAddresses(jail, destemail, sender);
  return {
    destemail: [...new Set([...(mail?.destemail ?? []), ...destemail])],
    sender: mail?.sender ?? sender,
    sendername: mail?.sendername ?? options.sendername ?? (text('sendername') || 'fail2edge'),
    whois: mail?.whois === true || name.includes('whois'),
    lines: mail?.lines === true || /lines|matches/.test(name),
  };
}

const addresses = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((word) => word !== '');

/** fail2ban's defaults name this machine; SES delivers to and from the Internet only. */
function checkAddresses(jail: JailScope, destemail: readonly string[], sender: string): void {
  const hint = 'the report goes to the SNS topic; set an address that is verified in SES';
  const check = (option: string, address: string) => {
    const place = jail.setting(option)?.place ?? jail.place;
    if (!/^[^@\s]+@[^@\s]+$/.test(address)) jail.fail(place, `${option} = ${address}`, 'an e-mail address');
    else if (!deliverable(address)) jail.note(place, `no mail can go through SES with ${option} = ${address}`, hint);
  };
  if (destemail.length === 0) jail.note(jail.place, `jail ${jail.name} mails nobody: destemail is empty`, hint);
  for (const address of destemail) check('destemail', address);
  if (sender !== '') check('sender', sender);
}

const deliverable = (address: string): boolean => /^[^@\s<>]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(address);
