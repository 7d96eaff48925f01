import type { Ban } from '../../lib/core/ban';
import { EXPORT_FORMATS } from '../../lib/core/export';
import { emptyTicket } from '../../lib/core/fold';

const ban = (ip: string, jail = 'sshd'): Ban => ({
  ...emptyTicket(jail, ip),
  ...{ time: 1000, end: 1600, bancount: 1, state: 'live' },
});

const bans = [
  ban('2001:db8::/64'),
  ban('203.0.113.7'),
  ban('9.0.0.1'),
  ban('203.0.113.7', 'nginx'),
  ban('198.51.100.0/24'),
];

test('plain is a line a range, each once, IPv4 first and by number', () => {
  expect(EXPORT_FORMATS.plain(bans)).toBe('9.0.0.1\n198.51.100.0/24\n203.0.113.7\n2001:db8::/64\n');
});

test('cidr always has the prefix', () => {
  expect(EXPORT_FORMATS.cidr(bans)).toBe('9.0.0.1/32\n198.51.100.0/24\n203.0.113.7/32\n2001:db8::/64\n');
});

test('json is an object a ban, of every jail', () => {
  expect(
    EXPORT_FORMATS.json(bans)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toContainEqual({
    ...{ jail: 'nginx', ip: '203.0.113.7', time: 1000, end: 1600, bancount: 1 },
  });
  expect(EXPORT_FORMATS.json(bans).match(/\n/g)).toHaveLength(5);
});

test('a ticket that is no address is in no list', () => {
  for (const format of Object.values(EXPORT_FORMATS))
    expect(format([...bans, ban('host.example.com')])).toBe(format(bans));
});

test('nginx is a file to include', () => {
  expect(EXPORT_FORMATS.nginx(bans.slice(0, 2))).toBe('deny 203.0.113.7;\ndeny 2001:db8::/64;\n');
});

test('ipset fills sets beside the old ones and swaps them', () => {
  expect(EXPORT_FORMATS.ipset(bans.slice(0, 2)).split('\n').slice(0, 6)).toEqual([
    'create fail2edge hash:net family inet maxelem 1048576 -exist',
    'create fail2edge-new hash:net family inet maxelem 1048576 -exist',
    'flush fail2edge-new',
    'add fail2edge-new 203.0.113.7/32 -exist',
    'swap fail2edge-new fail2edge',
    'destroy fail2edge-new',
  ]);
});

test('equal lists are equal texts, and nobody banned is an empty one', () => {
  for (const format of [EXPORT_FORMATS.plain, EXPORT_FORMATS.cidr, EXPORT_FORMATS.json, EXPORT_FORMATS.nginx]) {
    expect(format([...bans].reverse())).toBe(format(bans));
    expect(format([])).toBe('');
  }
});
