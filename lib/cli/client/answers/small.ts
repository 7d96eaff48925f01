import { parseDuration } from '../../../config/duration';
import { UsageError } from '../../io';
import type { Action } from '../answer';

/** `ping`: the table answers. */
export const ping: Action = async ({ account }) => {
  const { bans } = await account();
  await bans.ofIp('0.0.0.0');
  return { text: 'Server replied: pong', json: [{ reply: 'pong' }] };
};

/** Python's arithmetic gives a fraction wherever one of these takes part: a quotient, a decimal, a month, a year. */
const FRACTION = /[./]|\d\s*(?:mon?|months?|yy?|yea?|years?)\b/i;

/** `--str2sec STRING`: a time in seconds. */
export const str2sec: Action = async (_, { operands: [text = ''] }) => {
  const seconds = parseDuration(text);
  if (seconds === undefined) {
    throw new UsageError(`--str2sec ${JSON.stringify(text)}: not a time; write 600, 10m, 1h 30m, 1d12h, 2 * 1w`);
  }
  const whole = Number.isInteger(seconds) && FRACTION.test(text);
  return { text: whole ? `${seconds}.0` : String(seconds), json: [{ seconds }] };
};
