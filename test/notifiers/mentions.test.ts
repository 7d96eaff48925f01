import fc from 'fast-check';
import { formatIp, parseAddress, parseCidr, withPrefix } from '../../lib/core/address';
import { mentions, searchText } from '../../lib/notifiers/mentions';

const cidr = (text: string) => parseCidr(text)!;

test.each([
  ['Failed password for root from 192.0.2.1 port 22', '192.0.2.1', true],
  ['192.0.2.1:443 closed', '192.0.2.1', true],
  ['from ::ffff:192.0.2.1', '192.0.2.1', true],
  ['from 192.0.2.10', '192.0.2.1', false],
  ['from 1192.0.2.1', '192.0.2.1', false],
  ['version 192.0.2.1.5', '192.0.2.1', false],
  ['192.0.2.1.', '192.0.2.1', true],
  ['from 192.0.2.77 port', '192.0.2.0/24', true],
  ['from 2001:db8::1: denied', '2001:db8::1', true],
  ['from 2001:DB8:0:0::1', '2001:db8::1', true],
  ['from [2001:db8::1]:443', '2001:db8::/64', true],
  ['from 2001:db8:0:1::1', '2001:db8::/64', false],
  ['time 12:30:45', '::/0', false],
])('%j mentions %s: %s', (line, range, expected) => {
  expect(mentions(line, cidr(range))).toBe(expected);
});

test('every address of a range, written canonically, contains the text searched for and is mentioned', () => {
  const groups = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), {
    minLength: 8,
    maxLength: 8,
  });
  fc.assert(
    fc.property(groups, fc.integer({ min: 16, max: 128 }), (parts, prefix) => {
      const address = parseAddress(parts.map((part) => part.toString(16)).join(':'))!;
      if (address.family === 'ipv4') return;
      const range = withPrefix(address, prefix);
      const line = `from ${formatIp(address)} port 22`;
      expect(line).toContain(searchText(range));
      expect(mentions(line, range)).toBe(true);
    }),
  );
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.0/24', '192.0.2.'],
  ['2001:db8::/64', '2001:db8:'],
  ['2001:db8:1:2::/64', '2001:db8:1:2:'],
  ['::/16', ''],
])('for %s the logs are searched for %j', (range, text) => {
  expect(searchText(cidr(range))).toBe(text);
});

test('a megabyte of colons is looked through in no time worth speaking of', () => {
  expect(mentions(`${':'.repeat(1_000_000)}x`, cidr('2001:db8::/64'))).toBe(false);
});
