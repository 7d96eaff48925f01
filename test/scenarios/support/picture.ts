import { contains, formatCidr, overlaps, parseCidr } from '../../../lib/core/address';
import type { AclEntry, NewRule } from '../../../lib/edges/ports';
import type { Embedded } from './embedded';

const idOf = ({ account }: Embedded, kind: string, key: string): readonly string[] =>
  account.configs.find((config) => config.kind === kind)?.options[key]?.split(' ') ?? [];

const acl = (world: Embedded) => idOf(world, 'aws-nacl', 'networkacl')[0] ?? '';
const group = (world: Embedded) => idOf(world, 'aws-security-group', 'securitygroup')[0] ?? '';
const sets = (world: Embedded) => idOf(world, 'aws-waf', 'ipsets');

/** What people have at the account besides. */
const FOREIGN_ADDRESS = '192.0.2.250/32';
const FOREIGN_ENTRY: AclEntry = {
  ...{ number: 7, action: 'deny', family: 'ipv4', cidr: '192.0.2.251/32', protocol: '-1', ports: null },
};
const ssh = (cidr: string, description: string): NewRule => ({
  ...{ protocol: 'tcp', ports: { from: 22, to: 22 }, family: cidr.includes(':') ? 'ipv6' : 'ipv4', cidr, description },
  tags: { owner: 'ops' },
});
const RULES: readonly NewRule[] = [
  ssh('192.0.2.1/32', 'gate'),
  ssh('203.0.113.0/26', 'office'),
  ssh('2001:db8:0:1::9/128', 'six'),
];

/** Puts it there. */
export function furnish(world: Embedded): void {
  world.account.ipSets.overwrite(sets(world)[0] ?? '', [FOREIGN_ADDRESS]);
  void world.account.networkAcls.create(acl(world), FOREIGN_ENTRY);
  world.account.securityGroups.add(group(world), RULES);
}

/** Addresses of the IP sets, ingress entries, rules without their ids; sorted. */
export const picture = (world: Embedded) => ({
  sets: sets(world)
    .flatMap((arn) => world.account.ipSets.addresses(arn))
    .sort(),
  acl: world.account.networkAcls.entries(acl(world)),
  group: world.account.securityGroups
    .rules(group(world))
    .map(({ id: _, ...rule }) => JSON.stringify(rule))
    .sort(),
});

/** Somebody removes one of our addresses and one of our entries, if there are any. */
export function meddle(world: Embedded): void {
  const [arn = ''] = sets(world);
  const [mine] = ownAddresses(world).filter((cidr) => !cidr.includes(':'));
  world.account.ipSets.overwrite(
    arn,
    world.account.ipSets.addresses(arn).filter((cidr) => cidr !== mine),
  );
  const [entry] = ownEntries(world);
  if (entry) void world.account.networkAcls.delete(acl(world), entry.number);
}

export const ownAddresses = (world: Embedded): readonly string[] =>
  picture(world).sets.filter((cidr) => cidr !== FOREIGN_ADDRESS);

export const ownEntries = (world: Embedded): readonly AclEntry[] =>
  picture(world).acl.filter(
    ({ number, action }) => action === 'deny' && number < 32_000 && number !== FOREIGN_ENTRY.number,
  );

/** What of people's own is not there any more as they left it; rules of the group that a ban touches may be gone. */
export function missingOfOthers(world: Embedded, banned: readonly string[]): readonly string[] {
  const { sets: addresses, acl: entries, group: rules } = picture(world);
  const ranges = banned.flatMap((ip) => parseCidr(ip) ?? []);
  const untouched = RULES.filter(({ cidr }) => !ranges.some((range) => overlaps(range, parseCidr(cidr) ?? range)));
  return [
    ...(addresses.includes(FOREIGN_ADDRESS) ? [] : [FOREIGN_ADDRESS]),
    ...(entries.some((entry) => JSON.stringify(entry) === JSON.stringify(FOREIGN_ENTRY)) ? [] : ['entry 7']),
    ...untouched.flatMap(({ cidr }) => (rules.some((rule) => rule.includes(`"${cidr}"`)) ? [] : [cidr])),
  ];
}

/** Whether a rule of the group lets any of this range in. */
export const letsIn = (world: Embedded, ip: string): boolean => {
  const range = parseCidr(ip);
  return world.account.securityGroups.rules(group(world)).some(({ source }) => {
    const from = source.kind === 'cidr' ? parseCidr(source.cidr) : undefined;
    return from !== undefined && range !== undefined && (contains(from, range) || contains(range, from));
  });
};

export const cidrOf = (ip: string): string => {
  const cidr = parseCidr(ip);
  return cidr ? formatCidr(cidr) : ip;
};
