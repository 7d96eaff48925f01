import { type Cidr, contains, parseCidr } from '../../core/address';
import type { IgnoreReason } from '../../core/event';
import type { Jail } from '../../core/ruleset';
import { duration } from '../print/time';
import type { Offender, Outcome } from './outcome';

/** Failures that led to no ban, and why. */
export interface NotBanned {
  /** An address, or what was captured in its place: a stranger's text. */
  readonly ip: string;
  readonly jail: string;
  readonly failures: number;
  readonly why: string;
}

const WHY_NOT: Readonly<Record<IgnoreReason, string>> = {
  ignoreip: 'ignoreip names it',
  ignoreself: 'it is our own',
  'never-ban': 'private, loopback or reserved: never banned',
  'invalid-address': 'no valid address',
  hostname: 'a host name (usedns)',
  ambiguous: 'the line names a second address that could have been meant',
  breaker: 'the breaker held it back',
  panic: 'banning is stopped (panic)',
};

/** Who failed and was not banned: first who is protected, then who was patient; of each the most failures first. */
export function failedAndNotBanned({ spared, offenders, bans }: Outcome, jails: readonly Jail[]): readonly NotBanned[] {
  const refused = [...spared.values()].sort(byFailures);
  const isBanned = bannedIn(bans.map(({ ban }) => ban));
  const patient = [...offenders.values()].filter((offender) => !isBanned(offender)).sort(byFailures);
  return [
    ...refused.map(({ id, jail, failures, reason }) => ({ ip: id, jail, failures, why: WHY_NOT[reason] })),
    ...patient.map((offender) => ({ ...offender, why: patience(offender, jails) })),
  ];
}

const byFailures = (a: { readonly failures: number }, b: { readonly failures: number }): number =>
  b.failures - a.failures;

function patience({ jail }: Offender, jails: readonly Jail[]): string {
  const rules = jails.find(({ name }) => name === jail);
  return rules ? `never ${rules.maxretry} within ${duration(rules.findtime)}` : '';
}

interface InJail {
  readonly jail: string;
  readonly ip: string;
}

/** Whether a ban of the jail is this address or a range around it. Addresses are found at once, only ranges are searched. */
function bannedIn(bans: readonly InJail[]): (offender: InJail) => boolean {
  const keys = new Set(bans.map(({ jail, ip }) => `${jail} ${ip}`));
  const ranges: { readonly jail: string; readonly range: Cidr }[] = [];
  for (const key of keys) {
    const [jail = '', ip = ''] = key.split(/ (?=\S+$)/);
    const range = ip.includes('/') ? parseCidr(ip) : undefined;
    if (range) ranges.push({ jail, range });
  }
  return ({ jail, ip }) => {
    if (keys.has(`${jail} ${ip}`)) return true;
    const address = ranges.length > 0 ? parseCidr(ip) : undefined;
    return address !== undefined && ranges.some((one) => one.jail === jail && contains(one.range, address));
  };
}
