import { type Cidr, contains, parseCidr } from '../../core/address';
import table from './bootstrap.json';

interface Service {
  readonly base: string;
  readonly range: Cidr;
}

const services: readonly Service[] = table.registries.flatMap(({ rdap, ipv4, ipv6 }) =>
  [...ipv4.split(' ').map((octet) => `${octet}.0.0.0/8`), ...ipv6.split(' ')].flatMap((text) => {
    const range = parseCidr(text);
    return range ? [{ base: rdap, range }] : [];
  }),
);

/**
 * Base URL of the registry an address belongs to, the longest range first (RFC 9224 5.1), from a table that ships with the
 * code: nothing is fetched. Where space has moved since, the registry asked redirects. `undefined`: in no range.
 */
export function registryOf(address: Cidr): string | undefined {
  let best: Service | undefined;
  for (const service of services) {
    if (!contains(service.range, address)) continue;
    if (!best || service.range.prefix > best.range.prefix) best = service;
  }
  return best?.base;
}

/** Hosts a redirect may lead to, besides the five registries: national ones that some of them hand queries to. */
const NATIONAL = ['rdap.registro.br', 'jpnic.rdap.apnic.net', 'idnic.rdap.apnic.net'];

/** Every host an RDAP query may ever go to. */
export const RDAP_HOSTS: ReadonlySet<string> = new Set([
  ...table.registries.map(({ rdap }) => new URL(rdap).hostname),
  ...NATIONAL,
]);
