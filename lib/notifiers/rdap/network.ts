import type { Cidr } from '../../core/address';
import type { WhoisRecord } from '../../core/report';
import { isWithin } from '../range';
import { cleanAddress, cleanAsn, cleanCountry, cleanName } from '../registry-text';
import type { JsonAnswer } from './fetch-json';
import { abuseMails } from './jcard';

/** Extensions that name the network's origin: ARIN, LACNIC, registro.br. RFC 9083 has no member for it. */
const ORIGINS = ['arin_originas0_originautnums', 'lacnic_originAutnum', 'nicbr_autnum'];

/**
 * An RDAP IP network object (RFC 9083 5.4) as a record.
 * @returns undefined when it is none, or a network that does not hold the address: such an answer is about somebody else.
 */
export function networkOf({ host, body }: JsonAnswer, address: Cidr, asked: string): WhoisRecord | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const member = (name: string): unknown => (Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined);
  const first = cleanAddress(member('startAddress'));
  const last = cleanAddress(member('endAddress'));
  if (first === null || last === null || !isWithin(address, first, last)) return undefined;
  return {
    via: 'rdap',
    server: host,
    address: asked,
    network: cleanName(member('name')),
    handle: cleanName(member('handle')),
    country: cleanCountry(member('country')),
    first,
    last,
    asn: [...new Set(ORIGINS.flatMap((name) => asnsIn(member(name))))].slice(0, 5),
    abuse: abuseMails(body),
    text: [],
    truncated: false,
  };
}

const asnsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value.slice(0, 20) : [value]).flatMap((one: unknown) => cleanAsn(one) ?? []);
