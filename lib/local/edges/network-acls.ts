import { parseCidr } from '../../core/address';
import { EdgeApiError } from '../../edges/api-error';
import type { AclEntry, NetworkAcls } from '../../edges/ports';

/** Ingress rules of one family, the closing `*` among them; EC2's default. */
const DEFAULT_QUOTA = 20;

const CLOSING: readonly AclEntry[] = [
  { number: 32767, action: 'deny', family: 'ipv4', cidr: '0.0.0.0/0', protocol: '-1', ports: null },
  { number: 32768, action: 'deny', family: 'ipv6', cidr: '::/0', protocol: '-1', ports: null },
];

/** What a new ACL of the console holds besides: everything is allowed. */
export const OPEN: readonly AclEntry[] = [
  { number: 100, action: 'allow', family: 'ipv4', cidr: '0.0.0.0/0', protocol: '-1', ports: null },
  { number: 101, action: 'allow', family: 'ipv6', cidr: '::/0', protocol: '-1', ports: null },
];

/** The embedded account's network ACLs, ingress only, with the real quota. */
export interface LocalNetworkAcls extends NetworkAcls {
  add(acl: string, entries?: readonly AclEntry[]): void;
  remove(acl: string): void;
  /** All ingress entries, by number. */
  entries(acl: string): readonly AclEntry[];
}

/** @param quota rules of one family and direction, `*` included: 20 by default, 40 at most. */
export function localNetworkAcls(quota = DEFAULT_QUOTA): LocalNetworkAcls {
  const acls = new Map<string, Map<number, AclEntry>>();
  const find = (acl: string, operation: string): Map<number, AclEntry> => {
    const entries = acls.get(acl);
    if (!entries) throw new EdgeApiError('not-found', operation, `there is no network ACL ${acl}`);
    return entries;
  };
  const list = (acl: string, operation: string) =>
    [...find(acl, operation).values()].sort((a, b) => a.number - b.number);
  return {
    add: (acl, entries = OPEN) => {
      acls.set(acl, new Map([...entries, ...CLOSING].map((entry) => [entry.number, entry])));
    },
    remove: (acl) => void acls.delete(acl),
    entries: (acl) => list(acl, 'entries'),
    describe: async (ids) => new Map(ids.map((acl) => [acl, list(acl, 'DescribeNetworkAcls')])),
    create: async (acl, entry) => {
      const entries = find(acl, 'CreateNetworkAclEntry');
      check(entry);
      if (entries.has(entry.number)) return 'taken';
      const used = [...entries.values()].filter((one) => one.family === entry.family).length;
      if (used >= quota) return 'limit-exceeded';
      entries.set(entry.number, entry);
      return 'done';
    },
    delete: async (acl, number) => (find(acl, 'DeleteNetworkAclEntry').delete(number) ? 'done' : 'missing'),
  };
}

function check(entry: AclEntry): void {
  const range = parseCidr(entry.cidr);
  const numbered = entry.number >= 1 && entry.number <= 32766;
  const ported = (entry.protocol === '6' || entry.protocol === '17') === (entry.ports !== null);
  if (range?.family === entry.family && numbered && ported) return;
  throw new EdgeApiError('invalid', 'CreateNetworkAclEntry', `EC2 does not take ${JSON.stringify(entry)}`);
}
