import { type LogEvent, type LogLine, messageOf } from '../core/record';
import { isObject, parsedOrUndefined } from './json/untrusted';
import type { Source } from './source';

type Fields = Readonly<Record<string, string>>;

/**
 * A record as a line of text. A journald entry in JSON (`journalctl -o json`, or the CloudWatch agent's
 * `{"body":{...}}`) becomes `host ident[pid]: MESSAGE`, as fail2ban's systemd backend writes it, its line feeds as `\n`;
 * its time is the journal's own. Anything else is the message as it is, less the line end that some senders leave on it.
 */
export function readLine(event: LogEvent): LogLine {
  const message = messageOf(event);
  const { timestamp } = event;
  return readEntry(message, timestamp) ?? { text: withoutLineEnd(message), timestamp: timestamp / 1000, fields: null };
}

/** What a person is shown of a message: the line that the filters saw, so that what they found can be masked in it. */
export const shownText = (message: string): string => readLine({ timestamp: 0, message }).text;

function readEntry(message: string, timestamp: number): LogLine | undefined {
  if (message.charCodeAt(0) !== BRACE || !message.includes('"MESSAGE"')) return undefined;
  const fields = entryFields(parsedOrUndefined(message));
  if (!fields) return undefined;
  return { text: lineOf(fields), timestamp: timeOf(fields) ?? timestamp / 1000, fields };
}

const withoutLineEnd = (message: string): string =>
  message.endsWith('\n') ? message.slice(0, message.endsWith('\r\n') ? -2 : -1) : message;

const BRACE = 123;

/** An entry has a message and at least one field that only journald sets (their names begin with `_`). */
function entryFields(json: unknown): Fields | undefined {
  if (!isObject(json)) return undefined;
  const entry = json.MESSAGE === undefined && isObject(json.body) ? json.body : json;
  if (entry.MESSAGE === undefined || !Object.keys(entry).some((name) => name.startsWith('_'))) return undefined;
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(entry)) {
    const text = textOf(value);
    if (text !== undefined) fields[name] = text;
  }
  return fields;
}

/**
 * A field's value: text; an array of bytes where it was not plain UTF-8 text; an array of values where the field was
 * given several times, joined as fail2ban joins them; null where journalctl found it too large (systemd, "Journal JSON
 * Format").
 */
function textOf(value: unknown): string | undefined {
  if (!Array.isArray(value)) return scalarText(value);
  const values: readonly unknown[] = value;
  return bytesText(values) ?? values.flatMap((one) => scalarText(one) ?? bytesText(one) ?? []).join(' ');
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

const bytesText = (value: unknown): string | undefined =>
  Array.isArray(value) && value.every((byte) => typeof byte === 'number')
    ? Buffer.from(value).toString('utf8')
    : undefined;

function lineOf(fields: Fields): string {
  const { _HOSTNAME, _COMM, _PID, SYSLOG_IDENTIFIER, SYSLOG_PID, MESSAGE } = fields;
  const ident = SYSLOG_IDENTIFIER || _COMM;
  const pid = SYSLOG_PID || _PID;
  const words: string[] = _HOSTNAME ? [_HOSTNAME] : [];
  if (ident) words.push(pid ? `${ident}[${pid}]:` : `${ident}:`);
  if (ident === 'kernel' && !pid) words.push(uptimeOf(fields));
  words.push(MESSAGE ?? '');
  return words.join(' ').replaceAll('\n', '\\n');
}

/** Seconds since boot, as the kernel writes them before its own lines: `[   12.345678]`. */
function uptimeOf({ _SOURCE_MONOTONIC_TIMESTAMP, __MONOTONIC_TIMESTAMP }: Fields): string {
  const micros = microsOf(_SOURCE_MONOTONIC_TIMESTAMP) ?? microsOf(__MONOTONIC_TIMESTAMP) ?? 0;
  return `[${(micros / 1e6).toFixed(6).padStart(12)}]`;
}

/** The sender's own time, as journald vouches for it, before the time of receipt; seconds since the epoch. */
function timeOf({ _SOURCE_REALTIME_TIMESTAMP, __REALTIME_TIMESTAMP }: Fields): number | undefined {
  const micros = microsOf(_SOURCE_REALTIME_TIMESTAMP) ?? microsOf(__REALTIME_TIMESTAMP);
  return micros === undefined ? undefined : micros / 1e6;
}

const microsOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : undefined;

export const journald: Source = {
  name: 'journald',
  kind: 'line',
  read: (event) => readEntry(messageOf(event), event.timestamp),
};
