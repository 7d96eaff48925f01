import * as fc from 'fast-check';
import { literal } from '../../lib/core/literal';

test('a literal text matches itself, whole, and nothing that differs', async () => {
  const text = fc.string({ unit: fc.constantFrom(...'\\^$.|?*+()[]{}/-,ab1 \n') });
  await fc.assert(
    fc.property(text, text, (one, other) => {
      expect(new RegExp(`^(?:${literal(one)})$`).test(other)).toBe(one === other);
      expect(new RegExp(`^(?:${literal(one)})$`).test(one)).toBe(true);
    }),
  );
});
