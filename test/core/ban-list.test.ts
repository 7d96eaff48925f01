import fc from 'fast-check';
import { readBanList } from '../../lib/core/ban-list';

test('reads an address or a range a line, with comments as lists have them', () => {
  const text =
    '# DROP\n; 2026-11-20\n203.0.113.7\n198.51.100.9/24 ; SBL1\n2001:db8:1::/48 # x\r\n\n203.0.113.7\n1.2.3.4,scanner\n';
  expect(readBanList(text)).toEqual({
    entries: ['203.0.113.7', '198.51.100.0/24', '2001:db8:1::/48', '1.2.3.4'],
    unreadable: [],
  });
});

test('reads what export writes in every form, JSON lines, ipset and nginx among them', () => {
  expect(readBanList('{"cidr":"192.0.2.0/24","sblid":"SBL1"}\n{"type":"metadata","size":1}\n').entries).toEqual([
    '192.0.2.0/24',
  ]);
  expect(readBanList('{"jail":"sshd","ip":"192.0.2.1"}\n').entries).toEqual(['192.0.2.1']);
  const ipset =
    'create fail2edge-new hash:net\nflush fail2edge-new\nadd fail2edge-new 192.0.2.1/32 -exist\nswap a b\ndestroy a\n';
  expect(readBanList(ipset)).toEqual({ entries: ['192.0.2.1'], unreadable: [] });
  expect(readBanList('deny 192.0.2.1;\ndeny 2001:db8::/64;\n').entries).toEqual(['192.0.2.1', '2001:db8::/64']);
});

test('tells the lines that are none, and ranges too wide to be meant', () => {
  expect(readBanList('example.com\n192.0.2.1\n0.0.0.0/0\n10.0.0.0/7\n::/0\n<html>\n{"cidr":5}\n{').unreadable).toEqual([
    1, 3, 4, 5, 6, 7, 8,
  ]);
});

test('whatever stands there, every entry is an address or a range in its canonical form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { entries } = readBanList(text);
      expect(readBanList(entries.join('\n')).entries).toEqual(entries);
    }),
  );
});
