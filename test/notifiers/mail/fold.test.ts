import fc from 'fast-check';
import { fold } from '../../../lib/notifiers/mail/fold';
import { escapeHtml } from '../../../lib/notifiers/mail/visible';

test('the pieces are the text, none longer than allowed, none divides a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 4, max: 60 }), (text, octets) => {
      const lines = fold(text, undefined, octets);
      expect(lines.join('')).toBe(text);
      for (const line of lines) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(octets);
        expect(Buffer.from(line).toString()).toBe(line);
      }
    }),
  );
});

test('an entity is never divided', () => {
  for (const line of fold('<'.repeat(1_000), escapeHtml, 10)) expect(line).toMatch(/^(&lt;)+$/);
});
