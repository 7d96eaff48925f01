import { parseAddress } from '../../lib/core/address';
import type { WhoisAnswer } from '../../lib/core/report';
import { memoryWhoisCache, servingOf, whoisBlock } from '../../lib/notifiers/whois-cache';
import { aRecord } from '../fakes/aws-mail/builders';

const NONE: WhoisAnswer = { kind: 'none', reason: 'no-answer' };
const found = (first: string, last: string): WhoisAnswer => ({ kind: 'found', record: aRecord({ first, last }) });
const small = found('192.0.2.8', '192.0.2.15');
const large = found('192.0.0.0', '192.0.255.255');

test('answers lie in the /24 or /48 of the address', () => {
  expect(whoisBlock(parseAddress('192.0.2.77')!)).toBe('192.0.2.0/24');
  expect(whoisBlock(parseAddress('2001:db8:1:2::3')!)).toBe('2001:db8:1::/48');
});

test.each<[string, string, readonly WhoisAnswer[], WhoisAnswer | undefined]>([
  ['the first address of a network', '192.0.2.8', [small], small],
  ['the last one', '192.0.2.15', [small], small],
  ['the address before it, by nobody', '192.0.2.7', [small], undefined],
  ['the address after it, by nobody', '192.0.2.16', [small], undefined],
  ['an address of two networks, by the smaller', '192.0.2.9', [large, small], small],
  ['an address beside the smaller, by the larger', '192.0.2.77', [small, large], large],
  ['an address of the other family, by nobody', '2001:db8::1', [small, large], undefined],
  ['an address that nobody told of', '192.0.2.77', [small, NONE], NONE],
  ['an address that somebody told of all the same', '192.0.2.9', [NONE, small], small],
])('%s is served: %s', (_, ip, answers, served) => {
  expect(servingOf(answers, parseAddress(ip)!)).toBe(served);
});

test('an attack from everywhere does not fill the memory: 10,000 blocks are kept, the oldest goes', async () => {
  const cache = memoryWhoisCache();
  for (let index = 0; index <= 10_000; index++) await cache.put(`${index}`, NONE, 1);
  expect(await cache.get('0', 0)).toEqual([]);
  expect(await cache.get('1', 0)).toEqual([NONE]);
});

test('nor does who cuts his own block into ever more networks', async () => {
  const cache = memoryWhoisCache();
  for (let n = 0; n <= 256; n++) await cache.put('2001:db8::/48', found(`2001:db8::${n}`, `2001:db8::${n}`), 1);
  expect(await cache.get('2001:db8::/48', 0)).toHaveLength(256);
});
