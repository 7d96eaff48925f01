import { type Cidr, formatIp, parseAddress, parseCidr } from './address';
import type { IgnoreReason } from './event';
import type { Finding } from './finding';
import { banRange, type Protection } from './protect';

export interface AdmitRules {
  readonly protection: Protection;
  readonly ipv6prefix: number;
  readonly ambiguity: 'drop' | 'keep';
}

/** Whether a failure is charged to anybody. */
export type Admission =
  /** `ip`: the address as found; `key`: what is counted and banned. */
  | { readonly kind: 'charged'; readonly ip: string; readonly key: string }
  | { readonly kind: 'ignored'; readonly id: string; readonly reason: IgnoreReason };

/** Decides for a failure whose captured text is an address or was resolved to one. */
export function admit(rules: AdmitRules, finding: Finding): Admission {
  const address = addressOf(finding);
  if (!address) {
    return { kind: 'ignored', id: finding.id, reason: finding.kind === 'dns' ? 'hostname' : 'invalid-address' };
  }
  const range = banRange(address, rules.ipv6prefix, rules.protection);
  const reason = rules.protection.reason(range);
  if (reason) return { kind: 'ignored', id: formatIp(range), reason };
  if (finding.ambiguous && rules.ambiguity === 'drop') {
    return { kind: 'ignored', id: formatIp(range), reason: 'ambiguous' };
  }
  return { kind: 'charged', ip: formatIp(address), key: formatIp(range) };
}

/** The captured id; where that is no address (`<F-ID>` of another kind), the address captured beside it. */
function addressOf(finding: Finding): Cidr | undefined {
  if (finding.kind === 'dns') return undefined;
  const id = unbracketed(finding.id);
  const text = finding.cidr === null ? id : `${id}/${finding.cidr}`;
  const address = text.includes('/') ? parseCidr(text) : parseAddress(text);
  if (address || finding.kind !== 'fid') return address;
  return parseAddress(finding.groups.ip4 ?? finding.groups.ip6 ?? '');
}

/** `[2001:db8::1]`, as addresses stand before a port: `<F-ID>` may take the brackets, too. */
const unbracketed = (text: string): string => /^\[(.*)\]$/s.exec(text)?.[1] ?? text;
