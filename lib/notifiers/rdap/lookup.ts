import { type Cidr, formatIp } from '../../core/address';
import type { WhoisRecord } from '../../core/report';
import { registryOf } from './bootstrap';
import { type Fetch, fetchJson } from './fetch-json';
import { networkOf } from './network';

/**
 * Asks the registry that an address belongs to over RDAP (RFC 9082 3.1.1).
 * @param address one public address.
 * @returns undefined when no usable answer came, for whatever reason; whois is asked next. Rejects only on abort.
 */
export async function lookUpRdap(fetch: Fetch, address: Cidr, signal: AbortSignal): Promise<WhoisRecord | undefined> {
  const base = registryOf(address);
  if (base === undefined) return undefined;
  const asked = formatIp(address);
  try {
    const answer = await fetchJson(fetch, `${base}ip/${asked}`, signal);
    return answer && networkOf(answer, address, asked);
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}
