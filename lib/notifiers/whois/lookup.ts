import { type Cidr, formatIp } from '../../core/address';
import type { WhoisRecord } from '../../core/report';
import { ask, type WhoisNet } from './ask';
import { recordOf } from './record';
import { referralIn } from './referral';
import { queryFor, ROOT } from './servers';

/** Referrals followed: IANA to a registry, and from there once more. */
const REFERRALS = 2;

/**
 * Asks for an address over port 43, from IANA along the referrals. A host is asked once at most, so a loop ends.
 * @param address one public address, the only thing of ours that a query carries.
 * @returns undefined when no registry gave a network that holds the address. When `signal` aborts: what was found until
 * then, else it rejects.
 */
export async function lookUpWhois(net: WhoisNet, address: Cidr, signal: AbortSignal): Promise<WhoisRecord | undefined> {
  const asked = new Set<string>();
  let host: string | undefined = ROOT;
  let best: WhoisRecord | undefined;
  while (host !== undefined && !asked.has(host) && asked.size <= REFERRALS) {
    asked.add(host);
    const answer = await ask(net, host, queryFor(host, formatIp(address)), signal).catch((error: unknown) => {
      if (best) return undefined;
      throw error;
    });
    if (!answer) return best;
    // IANA only knows which registry was given the range.
    if (host !== ROOT) best = recordOf(answer, address, host) ?? best;
    host = referralIn(answer.text);
  }
  return best;
}
