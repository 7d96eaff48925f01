import { parseAddress } from '../../lib/core/address';
import { memoryWhoisCache, whoisKey } from '../../lib/notifiers/whois-cache';

test('a whole /24 or /48 has one entry', () => {
  expect(whoisKey(parseAddress('192.0.2.77')!)).toBe('192.0.2.0/24');
  expect(whoisKey(parseAddress('2001:db8:1:2::3')!)).toBe('2001:db8:1::/48');
});

test('an answer is given until it expires', async () => {
  const cache = memoryWhoisCache();
  await cache.put('192.0.2.0/24', { kind: 'none', reason: 'no-answer' }, 100);
  expect(await cache.get('192.0.2.0/24', 99)).toEqual({ kind: 'none', reason: 'no-answer' });
  expect(await cache.get('192.0.2.0/24', 100)).toBeUndefined();
});

test('an attack from everywhere does not fill the memory: 10,000 networks are kept, the oldest goes', async () => {
  const cache = memoryWhoisCache();
  for (let index = 0; index <= 10_000; index++) await cache.put(`${index}`, { kind: 'none', reason: 'no-answer' }, 1);
  expect(await cache.get('0', 0)).toBeUndefined();
  expect(await cache.get('1', 0)).toBeDefined();
});
