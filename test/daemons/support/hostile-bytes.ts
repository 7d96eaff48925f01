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
