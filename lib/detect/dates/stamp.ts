import type { DateTemplate } from '../../core/ruleset';
import { firstOf } from '../pattern';
import { type DateContext, type DateTexts, type ReadDate, readDate } from './strptime';

/**
 * Reads the date a template matched: its strptime fields, or seconds since the epoch, or a TAI64N label.
 * @param original what a captured text was before the line was written in the template's alphabet
 * @returns undefined when the fields make no date.
 */
export function readStamp(
  match: RegExpExecArray,
  fields: DateTemplate['fields'],
  context: DateContext,
  original: (text: string) => string = (text) => text,
): ReadDate | undefined {
  const texts: Record<string, string | undefined> = {};
  for (const name in fields) {
    const text = firstOf(match, fields[name]);
    texts[name] = text === undefined ? undefined : withAsciiDigits(original(text));
  }
  const date = readEpoch(texts) ?? readDate(texts, context);
  return date && Number.isFinite(date.time) ? date : undefined;
}

/** `\d` takes the digits of every script, and Python's numbers do: `１７` is 17. */
function withAsciiDigits(text: string): string {
  return /[^\x00-\x7f]/.test(text) ? text.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit))) : text;
}

/** The decimal digits of a script stand in a row from zero to nine (Unicode Standard, 4.6), and rows may follow each other. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) as number;
  let zero = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
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
