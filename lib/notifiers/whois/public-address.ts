import { type Cidr, parseCidr } from '../../core/address';
import { cidrSet } from '../../core/cidr-set';

/**
 * Ranges that are not of the public internet (IANA special-purpose address registries, RFC 6890 and later): private,
 * shared, loopback, link-local (the metadata services of clouds among them), multicast, reserved; and NAT64 and 6to4,
 * which carry an IPv4 address that could be one of these. Documentation ranges are ordinary addresses here.
 */
const SPECIAL = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
  '::/8',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

const special = cidrSet(SPECIAL.flatMap((text) => parseCidr(text) ?? []));

/** Whether every address of the range is one that the public internet routes, so that a registry may know it. */
export const isPublic = (cidr: Cidr): boolean => !special.touches(cidr);
