import { isIP } from 'node:net';

/** One plain address, RFC 5321 dot-string and a domain of at least two labels; no quoted or internationalised forms. */
const ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{1,62}$/;

/** Host names of one machine's own mail (fail2ban's `root@localhost`, `root@<fq-hostname>`), reserved in RFC 6761. */
const OWN_MACHINE = /(^|\.)(localhost|localdomain|local|internal|invalid)$/;

/** Whether the text is one mail address a stranger's mail server may be asked to deliver to (RFC 5321: 254 octets). */
export function isMailAddress(text: string): boolean {
  if (text.length > 254 || text.indexOf('@') > 64 || !ADDRESS.test(text)) return false;
  const domain = domainOf(text);
  return isIP(domain) === 0 && !OWN_MACHINE.test(domain);
}

/** The part after `@`, in lower case. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/**
 * Why mail between these two cannot go through SES, for the operator; `undefined`: it can be tried. Stock configuration
 * (`sender = root@<fq-hostname>`, `destemail = root@localhost`) means a mail server on the host, which is not there.
 */
export function unreachable(mail: { readonly sender: string; readonly recipient: string }): string | undefined {
  if (!isMailAddress(mail.recipient)) return `destemail = ${mail.recipient}: not an address SES can deliver to`;
  if (!isMailAddress(mail.sender)) return `sender = ${mail.sender}: not an address SES can send from`;
  return undefined;
}
