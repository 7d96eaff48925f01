import fc from 'fast-check';
import { encodedWords } from '../../../lib/notifiers/mail/encoded-word';

const decoded = (header: string): string =>
  header.includes('=?')
    ? header
        .split(' ')
        .map((word) => Buffer.from(/^=\?UTF-8\?B\?(.*)\?=$/.exec(word)?.[1] ?? '', 'base64').toString())
        .join('')
    : header;

test('plain ASCII stays as it is', () => {
  expect(encodedWords('[Fail2Ban] sshd: banned 192.0.2.1')).toBe('[Fail2Ban] sshd: banned 192.0.2.1');
});

test('other characters become encoded-words of RFC 2047', () => {
  expect(encodedWords('Büro')).toBe('=?UTF-8?B?QsO8cm8=?=');
});

test('what looks like an encoded-word already is not taken for one', () => {
  expect(decoded(encodedWords('=?UTF-8?B?QQ==?='))).toBe('=?UTF-8?B?QQ==?=');
});

test('every word is ASCII, at most 75 characters, and decodes on its own', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 130 }).filter((text) => /[^\x20-\x7e]/.test(text)),
      (text) => {
        const header = encodedWords(text);
        expect(header).toMatch(/^[\x20-\x7e]+$/);
        for (const word of header.split(' ')) expect(word.length).toBeLessThanOrEqual(75);
        expect(decoded(header)).toBe(text);
      },
    ),
  );
});
