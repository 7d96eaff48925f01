import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import {
  type Cidr,
  contains,
  formatCidr,
  formatIp,
  lastBits,
  overlaps,
  parseAddress,
  parseCidr,
  widthOf,
  withPrefix,
} from '../../lib/core/address';

const shown = (text: string) => {
  const cidr = parseCidr(text);
  return cidr && formatIp(cidr);
};

describe('an address is read strictly', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['1:0:3:4:5:6:7:8', '1:0:3:4:5:6:7:8'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('%s is %s', (text, canonical) => {
    expect(shown(text)).toBe(canonical);
  });

  it.each([
    '010.0.0.1',
    '1.2.3',
    '0x7f.0.0.1',
    '2130706433',
    '1.2.3.256',
    '1.2.3.4 ',
    '１.2.3.4',
    '1.2.3.4:80',
    '[::1]',
    '12345::',
    '1::2::3',
    'fe80::1%eth0',
    ':1',
    '',
    'example.com',
  ])('%j is no address', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('an IPv4-mapped IPv6 address is the IPv4 address, in either notation', () => {
    expect(shown('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(shown('::ffff:c000:201')).toBe('192.0.2.1');
    expect(shown('::FFFF:0:0')).toBe('0.0.0.0');
  });
});

describe('a range', () => {
  it.each([
    ['192.0.2.77/24', '192.0.2.0/24'],
    ['192.0.2.77/255.255.255.0', '192.0.2.0/24'],
    ['192.0.2.77/0.0.0.0', '0.0.0.0/0'],
    ['192.0.2.1/32', '192.0.2.1'],
    ['2001:db8::5/64', '2001:db8::/64'],
    ['2001:db8::5/128', '2001:db8::5'],
    ['::ffff:192.0.2.1/120', '192.0.2.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
  ])('%s is %s', (text, canonical) => {
    expect(shown(text)).toBe(canonical);
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.0/',
    '10.0.0.0/24/24',
    '10.0.0.0/255.0.255.0',
    '2001:db8::/129',
    '2001:db8::/255.255.0.0',
    '::ffff:192.0.2.1/64',
    'x/24',
  ])('%s is none', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

const ipv4 = fc.bigInt(0n, (1n << 32n) - 1n).map((bits): Cidr => ({ family: 'ipv4', bits, prefix: 32 }));
const ipv6 = fc
  .tuple(fc.bigInt(0n, (1n << 128n) - 1n), fc.integer({ min: 0, max: 128 }))
  .map(([bits, zeros]) => (bits >> BigInt(zeros)) << BigInt(zeros))
  .filter((bits) => bits >> 32n !== 0xffffn)
  .map((bits): Cidr => ({ family: 'ipv6', bits, prefix: 128 }));
const address = fc.oneof(ipv4, ipv6);
const range = fc.tuple(address, fc.double({ min: 0, max: 1, noNaN: true })).map(([one, part]) => {
  return withPrefix(one, Math.round(part * widthOf(one.family)));
});

describe('laws of addresses', () => {
  it('reading what was written gives the same address', () => {
    fc.assert(fc.property(range, (cidr) => expect(parseCidr(formatCidr(cidr))).toEqual(cidr)));
  });

  it('what is written is an address to Node, too', () => {
    fc.assert(fc.property(address, (one) => (one.family === 'ipv4' ? isIPv4 : isIPv6)(formatIp(one))));
  });

  it('takes for an address what Node does, but for one with a zone', () => {
    const group = fc.oneof(
      fc.constantFrom('', '0', '1', 'f', 'ffff', '00001', 'g', '1.2.3.4', '01.2.3.4', '1.2.3.256', '1.2.3', '::'),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdefAF.:/%xX @G`'), maxLength: 5 }),
    );
    const groups = fc
      .tuple(fc.array(group, { maxLength: 10 }), fc.constantFrom(':', '.'))
      .map(([all, by]) => all.join(by));
    const altered = fc.tuple(address.map(formatIp), fc.nat(40), fc.constantFrom(...'0123:.%fFg '), fc.nat(2));
    const edits = altered.map(([one, at, sign, cut]) => one.slice(0, at) + sign + one.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof(groups, edits, address.map(formatIp)), (text) => {
        const known = isIPv4(text) || (isIPv6(text) && !text.includes('%'));
        expect([text, parseAddress(text) !== undefined]).toEqual([text, known]);
      }),
      { numRuns: Number(process.env.ADDRESS_CASES ?? 5000) },
    );
  });

  it('a range contains another when its first and last address do not stick out', () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        const inside = a.family === b.family && a.bits <= b.bits && lastBits(b) <= lastBits(a);
        expect(contains(a, b)).toBe(inside);
        const apart = a.family !== b.family || lastBits(a) < b.bits || lastBits(b) < a.bits;
        expect(overlaps(a, b)).toBe(!apart);
      }),
    );
  });
});
