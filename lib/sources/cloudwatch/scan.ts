import { isObject, parsedOrUndefined } from '../json/untrusted';
import type { Message } from './message';
import { ScannedEvents } from './scanned';

/** What the parser, too, would take of the smallest events; a delivery holds some 20,000. */
const MOST_EVENTS = 250_000;
const EVENTS = '"logEvents":[';
/** Stands for the events; a text that holds it is parsed instead. */
const MARK = '"<events>"';
const ID = '{"id":"';
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
  const events = scanEvents(cursor);
  const head = events && headOf(text.slice(0, start + EVENTS.length), text.slice(cursor.at - 1));
  return head ? { head, events, invalid: 0 } : undefined;
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

/**
 * An event up to its message. The timestamp is a JSON number of at most 15 digits, without sign, fraction or exponent:
 * exact as a double.
 */
const HEAD = /\{"id":"[^"\\]+","timestamp":(?:0|[1-9][0-9]{0,14}),"message":"/y;

/** Leaves the cursor behind the closing bracket. */
function scanEvents(cursor: Cursor): ScannedEvents | undefined {
  const { text } = cursor;
  const events = new ScannedEvents(text);
  if (text.charCodeAt(cursor.at) === BRACKET) {
    cursor.at += 1;
    return events;
  }
  for (;;) {
    const begin = cursor.at;
    HEAD.lastIndex = begin;
    if (events.length === MOST_EVENTS || !HEAD.test(text)) return undefined;
    const from = HEAD.lastIndex;
    cursor.at = from;
    const to = endOfString(cursor);
    if (to < 0 || text.charCodeAt(to + 1) !== BRACE) return undefined;
    events.add(begin + ID.length, from, to, cursor.backslash < to);
    cursor.at = to + 3;
    const next = text.charCodeAt(to + 2);
    if (next === BRACKET) return events;
    if (next !== COMMA) return undefined;
  }
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
