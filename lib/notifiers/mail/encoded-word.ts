import { fold } from './fold';

/** RFC 2047 2: an encoded-word is at most 75 characters; 12 go to `=?UTF-8?B?` and `?=`; 45 octets become 60. */
const WORD_OCTETS = 45;

/**
 * A header's text in 7-bit ASCII: as it is, or as encoded-words of RFC 2047 (base64, UTF-8) when a character needs it.
 * `text` must hold no control characters (`visible`).
 */
export function encodedWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes('=?')) return text;
  return fold(text, (char) => char, WORD_OCTETS)
    .map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`)
    .join(' ');
}
