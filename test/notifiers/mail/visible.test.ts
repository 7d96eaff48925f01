import fc from 'fast-check';
import { visible } from '../../../lib/core/visible';
import { escapeHtml, shortened, withoutLinks } from '../../../lib/notifiers/mail/visible';

test('shows control, bidi, zero-width and separator characters instead of obeying them', () => {
  expect(visible('a\x1b[31mb\r\nc\u202ed\u200be\u2028f\ud800g')).toBe(
    'a\\u{1b}[31mb\\u{d}\\u{a}c\\u{202e}d\\u{200b}e\\u{2028}f\\u{d800}g',
  );
});

test('leaves letters of any script alone; a tab becomes a space', () => {
  expect(visible('Müller\t東京 😀')).toBe('Müller 東京 😀');
});

test('no text leaves a byte that a terminal or mail program could obey', () => {
  const harmful = (char: string) => {
    const code = char.codePointAt(0) ?? 0;
    const ranges = [
      [0, 31],
      [127, 159],
      [0xad, 0xad],
      [0x61c, 0x61c],
      [0x200b, 0x200f],
      [0x2028, 0x202e],
      [0x2060, 0x206f],
      [0xd800, 0xdfff],
      [0xfeff, 0xfeff],
      [0xe0000, 0xe007f],
    ];
    return ranges.some(([from = 0, to = 0]) => code >= from && code <= to);
  };
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => ![...visible(text)].some(harmful)),
    { numRuns: 1_000 },
  );
});

test('a link of a stranger is no link any more', () => {
  expect(withoutLinks('see https://evil.example/x')).toBe('see https[:]//evil.example/x');
});

test('HTML escaping is undone by the five entities and nothing else', () => {
  const undone = (html: string) =>
    html
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']/);
      expect(undone(escapeHtml(text))).toBe(text);
    }),
  );
});

test('a cut is shown, and never divides a character', () => {
  expect(shortened('😀😀😀', 2)).toBe('😀😀 [cut]');
  expect(shortened('abc', 3)).toBe('abc');
});
