import type { Random } from '../../../examples/story/random';
import { hostile } from '../../filters/injection/tokens';

/** A hostile text without what would end it in a protocol of lines; now and then with bytes that are no UTF-8. */
export function hostileLine(random: Random): Buffer {
  const raw = Buffer.from(hostile(random).replaceAll(/[\r\n\0]/g, ''), 'utf8').subarray(0, 400);
  return random.between(0, 4) === 0 ? Buffer.concat([Buffer.of(0xff, 0xc3, 0x28), raw]) : raw;
}

/** A hostile text as a protocol of words takes it. */
export const hostileWord = (random: Random): Buffer =>
  Buffer.from(hostileLine(random).toString('latin1').replaceAll(/[ \t]/g, '') || 'x', 'latin1');

export const base64 = (...parts: readonly (string | Buffer)[]): string =>
  Buffer.concat(parts.map((part) => Buffer.from(part))).toString('base64');

/** A hostile text for where a protocol takes any bytes, in base64: now and then with a line feed and a whole line after it. */
export function hostileText(random: Random): Buffer {
  const [before, after] = [hostileLine(random), hostileLine(random)];
  if (random.between(0, 2) > 0) return before;
  return Buffer.concat([before, Buffer.from(random.pick(['\n', '\r\n', '\nNov 18 12:00:00 gate dovecot: '])), after]);
}
