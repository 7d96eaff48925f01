import * as fc from 'fast-check';
import { shortId } from '../../lib/core/short-id';

/** How many of the ids share a short one. */
const doubles = (ids: readonly string[]): number => ids.length - new Set(ids.map((id) => shortId(id))).size;

describe('the short id of an event', () => {
  it('is ten signs of base64url, the same for the same id', async () => {
    await fc.assert(
      fc.property(fc.string(), (id) => {
        expect(shortId(id)).toMatch(/^[\w-]{10}$/);
        expect(shortId(id)).toBe(shortId(id));
      }),
    );
  });

  it.each([
    [
      'ids that count up, as those of one delivery',
      (n: number) => `360123456789012345678901234567890123456789012345678${10_000 + n}`,
    ],
    ['ids of other times', (n: number) => `3601${20_000_000 + n * 997}89012345678901234567890123456789012345678901`],
    ['lines of a file', (n: number) => `auth.log:${n}`],
  ])('tells %s apart', (_, idOf) => {
    expect(doubles(Array.from({ length: 200_000 }, (_, n) => idOf(n)))).toBe(0);
  });

  it('uses all its signs in every place', () => {
    const ids = Array.from({ length: 5_000 }, (_, n) => shortId(String(n)));
    for (let place = 0; place < 10; place++) expect(new Set(ids.map((id) => id.charAt(place))).size).toBe(64);
  });
});
