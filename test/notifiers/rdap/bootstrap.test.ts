import { formatCidr, overlaps, parseAddress, parseCidr } from '../../../lib/core/address';
import { RDAP_HOSTS, registryOf } from '../../../lib/notifiers/rdap/bootstrap';
import table from '../../../lib/notifiers/rdap/bootstrap.json';

test.each([
  ['8.8.8.8', 'https://rdap.arin.net/registry/'],
  ['193.0.6.139', 'https://rdap.db.ripe.net/'],
  ['1.1.1.1', 'https://rdap.apnic.net/'],
  ['200.160.2.3', 'https://rdap.lacnic.net/rdap/'],
  ['196.216.2.6', 'https://rdap.afrinic.net/rdap/'],
  ['2001:4860:4860::8888', 'https://rdap.arin.net/registry/'],
  ['2a00:1450::1', 'https://rdap.db.ripe.net/'],
  ['2001:200::1', 'https://rdap.apnic.net/'],
])('%s is asked of %s', (ip, base) => {
  expect(registryOf(parseAddress(ip)!)).toBe(base);
});

test.each(['10.0.0.1', '127.0.0.1', '224.0.0.1', '255.255.255.255', 'fe80::1', '::1'])(
  'nobody is asked for %s',
  (ip) => {
    expect(registryOf(parseAddress(ip)!)).toBeUndefined();
  },
);

test('every first octet of the public internet has one registry, every range is canonical and none overlaps another', () => {
  const octets = table.registries.flatMap(({ ipv4 }) => ipv4.split(' ').map(Number));
  const public4 = Array.from({ length: 223 }, (_, index) => index + 1).filter((octet) => octet !== 10 && octet !== 127);
  expect([...octets].sort((a, b) => a - b)).toEqual(public4);
  const ranges = table.registries.flatMap(({ ipv6 }) => ipv6.split(' '));
  expect(ranges.map((text) => formatCidr(parseCidr(text)!))).toEqual(ranges);
  ranges.forEach((a, index) => {
    for (const b of ranges.slice(index + 1))
      expect([a, b, overlaps(parseCidr(a)!, parseCidr(b)!)]).toEqual([a, b, false]);
  });
});

test('only registries are on the list of hosts', () => {
  for (const host of RDAP_HOSTS)
    expect(host).toMatch(/\.(?:arin|ripe|apnic|lacnic|afrinic)\.net$|^rdap\.registro\.br$/);
});
