import type { Ban } from '../../core/ban';
import type { Digest } from '../../core/report';
import { visible } from '../../core/visible';
import { shortened } from './visible';

/** Jails named one by one in a subject; more are counted. */
const NAMED_JAILS = 3;
/** Characters of a subject: encoded (RFC 2047) in the worst case 912 octets, under the 998 of a line. */
const LENGTH = 130;

/**
 * `[Fail2Ban] sshd: banned 192.0.2.1 from HOST`, familiar to mail rules written for fail2ban. Made of the jail's name, a
 * canonical address and counts only: nothing an attacker wrote gets here.
 */
export function subjectOf(digest: Digest): string {
  const text = `[Fail2Ban] ${jailsOf(digest.bans)}: banned ${whoOf(digest.bans)} from ${digest.place}`;
  return shortened(visible(text), LENGTH);
}

function jailsOf(bans: readonly Ban[]): string {
  const names = [...new Set(bans.map((ban) => ban.jail))];
  return names.length <= NAMED_JAILS ? names.join(', ') : `${names.length} jails`;
}

function whoOf(bans: readonly Ban[]): string {
  const ips = new Set(bans.map((ban) => ban.ip));
  return ips.size === 1 ? [...ips].join('') : `${ips.size} addresses`;
}
