import { type Admission, admit } from '../../core/admit';
import type { Finding } from '../../core/finding';
import type { Found } from './match-batch';

/**
 * Who a failure is charged to. A host name is resolved only where the jail says `usedns = yes`; each of its addresses is
 * a failure of its own, as in fail2ban.
 */
export async function admitFound(
  { watch, finding }: Found,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<readonly Admission[]> {
  const { jail, protection } = watch;
  const rules = { protection, ipv6prefix: jail.ipv6prefix, ambiguity: jail.ambiguity };
  if (finding.kind !== 'dns' || jail.usedns !== 'yes') return [admit(rules, finding)];
  const addresses = await resolve(finding.id);
  if (addresses.length === 0) return [{ kind: 'ignored', id: finding.id, reason: 'hostname' }];
  return addresses.map((id) => admit(rules, { ...finding, id, kind: kindOf(id) }));
}

const kindOf = (address: string): Finding['kind'] => (address.includes(':') ? 'ip6' : 'ip4');
