/** The 64 signs of base64url (RFC 4648, 5). */
const SIGNS = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 'latin1');

/**
 * 60 bits that stand for an event's id, as ten signs: a counter item holds dozens of them in one write unit. Ids are
 * CloudWatch's, nobody else chooses them, so a hash for hash tables will do (two lanes of MurmurHash3's mixing, Austin
 * Appleby, public domain); it takes a fifth of the time of a cryptographic one.
 * @param text the id, or a text in which it stands from `from` up to, not including, `to`
 */
export function shortId(text: string, from = 0, to = text.length): string {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b ^ (to - from);
  for (let at = from; at < to; at += 4) {
    const word = at + 4 <= to ? fourAt(text, at) : restAt(text, at, to);
    high = Math.imul(high ^ word, 0xcc9e2d51);
    high = (high << 15) | (high >>> 17);
    low = Math.imul(low ^ word, 0x1b873593);
    low = (low << 13) | (low >>> 19);
  }
  return signs(mixed(high ^ (low >>> 7)), mixed(low ^ (high << 9)));
}

/** Four characters as one word; those of an id are ASCII. */
const fourAt = (text: string, at: number): number =>
  text.charCodeAt(at) ^
  (text.charCodeAt(at + 1) << 8) ^
  (text.charCodeAt(at + 2) << 16) ^
  (text.charCodeAt(at + 3) << 24);

/** The last characters, fewer than four. */
function restAt(text: string, at: number, to: number): number {
  let word = 0;
  for (let place = at; place < to; place++) word ^= text.charCodeAt(place) << (8 * (place - at));
  return word;
}

/** Every bit of the result depends on every bit of the word. */
function mixed(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** Of each word the upper 30 bits, as five signs. */
const signs = (a: number, b: number): string =>
  String.fromCharCode(
    sign(a >>> 26),
    sign(a >>> 20),
    sign(a >>> 14),
    sign(a >>> 8),
    sign(a >>> 2),
    sign(b >>> 26),
    sign(b >>> 20),
    sign(b >>> 14),
    sign(b >>> 8),
    sign(b >>> 2),
  );

const sign = (bits: number): number => SIGNS[bits & 63] as number;
