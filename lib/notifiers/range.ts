import { type Cidr, parseAddress } from '../core/address';

/** Whether `address` lies from `first` to `last`, both included, texts of the same family. */
export function isWithin(address: Cidr, first: string, last: string): boolean {
  const low = parseAddress(first);
  const high = parseAddress(last);
  if (low?.family !== address.family || high?.family !== address.family) return false;
  return low.bits <= address.bits && address.bits <= high.bits;
}
