import type { LogRecord } from '../../core/record';
import { isObject, parsedOrUndefined } from '../json/untrusted';
import type { Message } from './message';

/** What the parser, too, would take of the smallest events; a delivery holds some 20,000. */
const MOST_EVENTS = 250_000;
const EVENTS = '"logEvents":[';
/** Stands for the events; a text that holds it is parsed instead. */
const MARK = '"<events>"';
const codesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const ID = codesOf('{"id":"');
const TIMESTAMP = codesOf('","timestamp":');
const MESSAGE = codesOf(',"message":"');
const BACKSLASH = 92;
const COMMA = 44;
const BRACKET = 93;
const BRACE = 125;

/**
 * Reads the JSON of a subscription without parsing it: faster than `JSON.parse`, because messages are slices of the text,
 * their escapes left in. Only for the exact shape CloudWatch emits: no blanks, events of `id`, `timestamp`, `message`
 * in this order, ids without escapes. For every valid JSON text the answer is what `JSON.parse` gives, or undefined.
 * Of invalid texts it may accept those with raw control characters or bad escapes inside a string.
 * @returns undefined when the text has any other shape: parse it then.
 */
export function scanMessage(text: string): Message | undefined {
  const start = text.indexOf(EVENTS);
  if (start < 0) return undefined;
  const cursor: Cursor = { text, at: start + EVENTS.length, backslash: start };
  const records = scanEvents(cursor);
  const head = records && headOf(text.slice(0, start + EVENTS.length), text.slice(cursor.at - 1));
  return head ? { head, records, invalid: 0 } : undefined;
}

/** The text around the events, parsed with a mark in their place: it must come out as the object's `logEvents`. */
function headOf(before: string, after: string): Message['head'] | undefined {
  const around = before + after;
  if (around.includes('\\') || around.includes(MARK)) return undefined;
  const head = parsedOrUndefined(before + MARK + after);
  if (!isObject(head) || !Array.isArray(head.logEvents)) return undefined;
  return JSON.stringify(head.logEvents) === `[${MARK}]` ? head : undefined;
}

interface Cursor {
  readonly text: string;
  at: number;
  /** The first backslash at or after the place it was last looked for; the text's length when there is none. */
  backslash: number;
}

/** Leaves the cursor behind the closing bracket. */
function scanEvents(cursor: Cursor): readonly LogRecord[] | undefined {
  const events: LogRecord[] = [];
  const { text } = cursor;
  if (text.charCodeAt(cursor.at) === BRACKET) {
    cursor.at += 1;
    return events;
  }
  for (;;) {
    const event = scanEvent(cursor);
    if (!event || events.length === MOST_EVENTS) return undefined;
    events.push(event);
    const next = text.charCodeAt(cursor.at);
    cursor.at += 1;
    if (next === BRACKET) return events;
    if (next !== COMMA) return undefined;
  }
}

function scanEvent(cursor: Cursor): LogRecord | undefined {
  const { text } = cursor;
  if (!standsAt(text, cursor.at, ID)) return undefined;
  const from = cursor.at + ID.length;
  const to = text.indexOf('"', from);
  if (to <= from || nextBackslash(cursor, from) < to || !standsAt(text, to, TIMESTAMP)) return undefined;
  cursor.at = to + TIMESTAMP.length;
  const timestamp = scanDigits(cursor);
  if (timestamp === undefined || !standsAt(text, cursor.at, MESSAGE)) return undefined;
  cursor.at += MESSAGE.length;
  const start = cursor.at;
  const end = endOfString(cursor);
  if (end < 0 || text.charCodeAt(end + 1) !== BRACE) return undefined;
  cursor.at = end + 2;
  return { id: text.slice(from, to), timestamp, message: text.slice(start, end), escaped: cursor.backslash < end };
}

/** As `startsWith`, which is a call that costs more than these few comparisons. */
function standsAt(text: string, at: number, codes: Uint8Array): boolean {
  for (let index = 0; index < codes.length; index++) {
    if (text.charCodeAt(at + index) !== codes[index]) return false;
  }
  return true;
}

/** A JSON number of at most 15 digits, without sign, fraction or exponent: exact as a double. */
function scanDigits(cursor: Cursor): number | undefined {
  const from = cursor.at;
  let value = 0;
  for (;;) {
    const digit = cursor.text.charCodeAt(cursor.at) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    value = value * 10 + digit;
    cursor.at += 1;
  }
  const length = cursor.at - from;
  const leadingZero = length > 1 && cursor.text.charCodeAt(from) === 48;
  return length === 0 || length > 15 || leadingZero ? undefined : value;
}

/** The closing quote of the string whose opening quote is behind the cursor; -1: there is none. */
function endOfString(cursor: Cursor): number {
  const { text, at: from } = cursor;
  let to = text.indexOf('"', from);
  if (nextBackslash(cursor, from) > to) return to;
  while (to >= 0 && isEscaped(text, from, to)) to = text.indexOf('"', to + 1);
  return to;
}

/** Whether the quote at `quote` is part of the string that begins at `from`: an odd number of backslashes before it. */
function isEscaped(text: string, from: number, quote: number): boolean {
  let at = quote - 1;
  while (at >= from && text.charCodeAt(at) === BACKSLASH) at -= 1;
  return (quote - at) % 2 === 0;
}

function nextBackslash(cursor: Cursor, from: number): number {
  if (cursor.backslash < from) {
    const at = cursor.text.indexOf('\\', from);
    cursor.backslash = at < 0 ? cursor.text.length : at;
  }
  return cursor.backslash;
}
