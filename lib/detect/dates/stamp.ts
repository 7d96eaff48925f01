import type { DateTemplate } from '../../core/ruleset';
import { firstOf } from '../pattern';
import { type DateContext, type DateTexts, type ReadDate, readDate } from './strptime';

/**
 * Reads the date a template matched: its strptime fields, or seconds since the epoch, or a TAI64N label.
 * @returns undefined when the fields make no date.
 */
export function readStamp(
  match: RegExpExecArray,
  fields: DateTemplate['fields'],
  context: DateContext,
): ReadDate | undefined {
  const texts: Record<string, string | undefined> = {};
  for (const name in fields) texts[name] = firstOf(match, fields[name]);
  return readEpoch(texts) ?? readDate(texts, context);
}

function readEpoch({ epoch, lepoch, tai64n }: DateTexts): ReadDate | undefined {
  if (epoch !== undefined) return { time: Number(epoch), zoned: true };
  if (lepoch !== undefined) return { time: longEpoch(lepoch), zoned: true };
  // 2^62 seconds stand for 1970 (https://cr.yp.to/libtai/tai64.html); like fail2ban, without the leap seconds of TAI.
  if (tai64n !== undefined) return { time: Number.parseInt(tai64n.slice(2, 17), 16), zoned: true };
  return undefined;
}

/** Seconds, milliseconds (13 digits, a fraction allowed) or microseconds (16 digits). */
function longEpoch(digits: string): number {
  if (digits.length < 13) return Number(digits);
  return Number(digits) / (digits.length >= 16 && !digits.includes('.') ? 1e6 : 1e3);
}

/** Whether the date says all of itself, so that its reading does not depend on when it is read. */
export function isWhole(match: RegExpExecArray, fields: DateTemplate['fields']): boolean {
  const has = (name: string) => captures(match, fields[name]);
  if (has('epoch') || has('lepoch') || has('tai64n')) return true;
  return (has('Y') || has('y')) && (has('d') || has('j') || has('U') || has('W'));
}

const captures = (match: RegExpExecArray, numbers: readonly number[] | undefined): boolean =>
  numbers?.some((number) => match[number] !== undefined) === true;
