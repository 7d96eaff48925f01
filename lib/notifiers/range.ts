import { type Cidr, parseAddress } from '../core/address';
import type { WhoisRecord } from '../core/report';

/** Whether `address` lies from `first` to `last`, both included, texts of the same family. */
export function isWithin(address: Cidr, first: string, last: string): boolean {
  const low = parseAddress(first);
  const high = parseAddress(last);
  if (low?.family !== address.family || high?.family !== address.family) return false;
  return low.bits <= address.bits && address.bits <= high.bits;
}

/** Whether a registry's record is about `address`: its network holds it. A record without a network is about nobody. */
export const isAbout = ({ first, last }: WhoisRecord, address: Cidr): boolean =>
  first !== null && last !== null && isWithin(address, first, last);

/** Addresses of a record's network, less one; none: more than any network has. */
export function spanOf({ first, last }: WhoisRecord): bigint {
  const [low, high] = [parseAddress(first ?? ''), parseAddress(last ?? '')];
  return low && high ? high.bits - low.bits : 1n << 128n;
}
