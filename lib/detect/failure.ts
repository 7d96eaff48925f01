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
  const { ip4, ip6, dns, fid } = groups;
  const id = ip4 ?? ip6 ?? dns;
  if (id === undefined) return fid === undefined ? UNKNOWN : { kind: 'known', id: fid, as: 'fid', cidr: null };
  const named = ip4 === undefined && ip6 === undefined && usedns !== 'raw';
  if (fid !== undefined && fid !== id && !named) {
    groups.ip = id;
    return { kind: 'known', id: fid, as: 'fid', cidr: null };
  }
  return named ? namedBy(id, usedns) : addressOf(groups, id);
}

const UNKNOWN: Offender = { kind: 'unknown' };
const NAME: Offender = { kind: 'name' };

function addressOf(groups: Partial<Groups>, id: string): Offender {
  const { ip4, ip6 } = groups;
  const cidr = groups.cidr ?? null;
  if (ip4 !== undefined) return { kind: 'known', id, as: 'ip4', cidr };
  return ip6 === undefined ? { kind: 'known', id, as: 'dns', cidr: null } : { kind: 'known', id, as: 'ip6', cidr };
}

/** What stands where a host name may stand; it may be an address all the same. */
function namedBy(id: string, usedns: Usedns): Offender {
  const family = parseAddress(id)?.family;
  if (family) return { kind: 'known', id, as: family === 'ipv4' ? 'ip4' : 'ip6', cidr: null };
  return usedns === 'no' ? NAME : { kind: 'known', id, as: 'dns', cidr: null };
}
