import { eventsOf, type LogRecord } from '../../core/record';
import { isObject, parsedOrUndefined } from '../json/untrusted';
import type { Message } from './message';

/** CloudWatch's own JSON is three deep; the parser's memory is bounded before it starts. */
const DEPTH = 32;
/** Objects, arrays and commas: 32 MiB of the shortest possible members would parse to a gigabyte. */
const PARTS = 1_000_000;

/** Reads the JSON of a subscription of any shape that is valid. Bad events are left out and counted. */
export function parseMessage(text: string): Message | undefined {
  const head = isModest(text) ? parsedOrUndefined(text) : undefined;
  if (!isObject(head) || !Array.isArray(head.logEvents)) return undefined;
  const records = head.logEvents.flatMap((event: unknown) => recordOf(event) ?? []);
  return { head, events: eventsOf(records), invalid: head.logEvents.length - records.length };
}

/** An id that came as a number has lost digits: two events would count as one. */
function recordOf(event: unknown): LogRecord | undefined {
  if (!isObject(event)) return undefined;
  const { id, timestamp, message } = event;
  if (typeof id !== 'string' || id === '' || typeof message !== 'string') return undefined;
  if (typeof timestamp !== 'number' || !Number.isSafeInteger(timestamp) || timestamp < 0) return undefined;
  return { id, timestamp, message };
}

function isModest(text: string): boolean {
  let depth = 0;
  let parts = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    const step = STEPS.get(code);
    if (step === undefined) continue;
    depth += step;
    parts += 1;
    if (depth > DEPTH || parts > PARTS) return false;
  }
  return true;
}

const QUOTE = 34;
const BACKSLASH = 92;

/** What a character outside strings does to the depth. */
const STEPS = new Map(
  [...'[{]},'].map((text) => [text.charCodeAt(0), '[{'.includes(text) ? 1 : text === ',' ? 0 : -1]),
);

/** The place of the closing quote of the string that opens at `from`; the text's end when there is none. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return text.length;
}
