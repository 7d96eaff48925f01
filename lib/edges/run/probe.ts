/**
 * What tells whether somebody changed an edge. A run makes it of what it read and wrote, a probe of what it reads, and both
 * agree until somebody else changes something: also when he does while the run is under way, for the run did not see that.
 */
import type { AclEntry, GroupRule, NewRule, PrefixListHead } from '../ports';
import { canonical } from './canonical';
import { fingerprint } from './fingerprint';

/** @param acls all entries of each ACL. */
export const aclProbe = (acls: ReadonlyMap<string, readonly AclEntry[]>): string =>
  fingerprint(
    [...acls].sort(([a], [b]) => (a < b ? -1 : 1)).map(([acl, entries]) => [acl, entries.map(aclText).sort()]),
  );

const aclText = ({ number, action, cidr, protocol, ports }: AclEntry): string =>
  JSON.stringify([number, action, canonical(cidr), protocol, ports?.from, ports?.to]);

/** A rule as it stands or as it was just made: its id plays no part, for nobody knows it beforehand. */
export type SeenRule = Omit<GroupRule, 'id'>;

export const asSeen = ({ family, cidr, ...rule }: NewRule): SeenRule => ({
  ...rule,
  source: { kind: 'cidr', family, cidr },
});

/** @param groups the rules of each, in the order of the edge's options. */
export const groupProbe = (groups: readonly (readonly SeenRule[])[]): string =>
  fingerprint(groups.map((rules) => rules.map(ruleText).sort()));

function ruleText({ protocol, ports, source, description, tags }: SeenRule): string {
  const from = source.kind === 'other' ? source.id : canonical(source.cidr);
  return JSON.stringify([protocol, ports?.from, ports?.to, from, description ?? '', Object.entries(tags).sort()]);
}

/** @param tokens the LockToken of each set, in the order of the edge's options. */
export const setProbe = (tokens: readonly (string | undefined)[]): string =>
  fingerprint(tokens.map((token) => token ?? 'missing'));

/** @param ids of the lists, in the order of the edge's options. */
export const listProbe = (ids: readonly string[], heads: readonly PrefixListHead[]): string =>
  fingerprint(
    ids.map((id) => {
      const head = heads.find((one) => one.id === id);
      return [head?.version ?? 'missing', head?.maxEntries];
    }),
  );
