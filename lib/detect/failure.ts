import { parseAddress } from '../core/address';
import type { Finding } from '../core/finding';
import type { Usedns } from '../core/ruleset';
import type { Groups } from './pattern';

/** Who failed, as far as the groups tell. */
export type Offender =
  | { readonly kind: 'known'; readonly id: string; readonly as: Finding['kind']; readonly cidr: string | null }
  /** A name, and names do not count (`usedns = no`). */
  | { readonly kind: 'name' }
  | { readonly kind: 'unknown' };

/**
 * The ban key: `<F-ID>` when it was captured, else the address, else the host name. With both an id and another address the id
 * is the key and the address stays in group `ip`; a name that is to be resolved is the key even beside an id.
 */
export function offenderOf(groups: Groups, usedns: Usedns): Offender {
  const address = addressOf(groups);
  const { fid } = groups;
  if (!address) return fid === undefined ? { kind: 'unknown' } : { kind: 'known', id: fid, as: 'fid', cidr: null };
  const named = address.as === 'dns' && usedns !== 'raw';
  if (fid !== undefined && fid !== address.id && !named) {
    groups.ip = address.id;
    return { kind: 'known', id: fid, as: 'fid', cidr: null };
  }
  if (!named) return { kind: 'known', ...address };
  const family = parseAddress(address.id)?.family;
  if (family) return { kind: 'known', ...address, as: family === 'ipv4' ? 'ip4' : 'ip6' };
  return usedns === 'no' ? { kind: 'name' } : { kind: 'known', ...address };
}

type Address = Pick<Extract<Offender, { kind: 'known' }>, 'id' | 'as' | 'cidr'>;

function addressOf(groups: Partial<Groups>): Address | undefined {
  const { ip4, ip6, dns } = groups;
  const cidr = groups.cidr ?? null;
  if (ip4 !== undefined) return { id: ip4, as: 'ip4', cidr };
  if (ip6 !== undefined) return { id: ip6, as: 'ip6', cidr };
  return dns === undefined ? undefined : { id: dns, as: 'dns', cidr: null };
}
