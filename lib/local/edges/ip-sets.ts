import { type Family, parseCidr } from '../../core/address';
import { EdgeApiError } from '../../edges/api-error';
import type { IpSets } from '../../edges/ports';
import { parseIpSetArn } from '../../edges/run/ip-set-arn';

/** WAFv2's quota: addresses in one IP set. */
const MOST = 10_000;

interface StoredSet {
  readonly family: Family;
  addresses: readonly string[];
  version: number;
}

/** The embedded account's WAFv2 of one Region: whole lists replaced under a LockToken. */
export interface LocalIpSets extends IpSets {
  add(arn: string, family: Family, addresses?: readonly string[]): void;
  /** What the set holds. */
  addresses(arn: string): readonly string[];
  /** Somebody else writes the set. */
  overwrite(arn: string, addresses: readonly string[]): void;
}

export function localIpSets(): LocalIpSets {
  const sets = new Map<string, StoredSet>();
  const find = (arn: string, operation: string): StoredSet => {
    const set = sets.get(arn);
    if (!set) throw new EdgeApiError('not-found', operation, `there is no IP set ${arn}`);
    return set;
  };
  const token = (set: StoredSet) => `lock-${set.version}`;
  const store = (set: StoredSet, addresses: readonly string[]): void => {
    check(set.family, addresses);
    set.addresses = [...new Set(addresses)];
    set.version++;
  };
  return {
    add: (arn, family, addresses = []) => {
      const set = { family, addresses: [], version: 0 };
      store(set, addresses);
      sets.set(arn, set);
    },
    addresses: (arn) => find(arn, 'addresses').addresses,
    overwrite: (arn, addresses) => store(find(arn, 'overwrite'), addresses),
    list: async (scope) =>
      new Map([...sets].filter(([arn]) => parseIpSetArn(arn)?.scope === scope).map(([arn, set]) => [arn, token(set)])),
    get: async ({ arn }) => {
      const set = find(arn, 'GetIPSet');
      return { family: set.family, description: undefined, addresses: set.addresses, lockToken: token(set) };
    },
    update: async ({ arn }, read, addresses) => {
      const set = find(arn, 'UpdateIPSet');
      if (read.lockToken !== token(set)) return { kind: 'conflict' };
      store(set, addresses);
      return { kind: 'done', lockToken: token(set) };
    },
  };
}

function check(family: Family, addresses: readonly string[]): void {
  if (addresses.length > MOST) throw new EdgeApiError('invalid', 'UpdateIPSet', `more than ${MOST} addresses`);
  const bad = addresses.find((address) => {
    const cidr = parseCidr(address);
    return !cidr || cidr.family !== family || cidr.prefix === 0 || !address.includes('/');
  });
  if (bad !== undefined) throw new EdgeApiError('invalid', 'UpdateIPSet', `${bad} is no ${family} range WAF takes`);
}
