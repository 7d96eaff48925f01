import { shortId } from './short-id';

/** The text and the time of one log event. */
export interface LogEvent {
  /** Milliseconds since the epoch, the event's own timestamp. */
  readonly timestamp: number;
  /** The text; while `escaped` says so as JSON writes it between its quotes. `messageOf` answers the text in either case. */
  readonly message: string;
  /** Most events of a quiet log are never read: only who reads one takes its escapes away. */
  readonly escaped?: boolean;
}

/** One log event as a source yields it. */
export interface LogRecord extends LogEvent {
  /** Unique per event (CloudWatch's event id); the same event delivered twice carries the same id. */
  readonly id: string;
}

/** The event's text. What is no valid JSON string stays as it is. */
export function messageOf({ message, escaped }: LogEvent): string {
  if (!escaped) return message;
  try {
    return JSON.parse(`"${message}"`) as string;
  } catch {
    return message;
  }
}

/** Where log events come from. */
export interface LogStream {
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
}

/** Records of one log stream, in the order they were delivered. */
export interface LogBatch extends LogStream {
  readonly records: readonly LogRecord[];
}

/**
 * The events of a batch as they were delivered: what somebody asks for is made then, since what a batch holds on to is what
 * the garbage collector copies. Indices are from 0 to below `length`.
 */
export interface LogEvents {
  readonly length: number;
  /** `timestamp`, `message` and `escaped` of the event: see `LogEvent`. */
  timestamp(index: number): number;
  message(index: number): string;
  escaped(index: number): boolean;
  /** The event's id, and the short one of the same id (`shortId`). */
  id(index: number): string;
  shortId(index: number): string;
}

/** A batch as a source yields it: the unit everything after works on. */
export interface Delivery extends LogStream {
  readonly events: LogEvents;
}

/** Records that are there already, as events. */
export function eventsOf(records: readonly LogRecord[]): LogEvents {
  const at = (index: number) => records[index] as LogRecord;
  return {
    length: records.length,
    timestamp: (index) => at(index).timestamp,
    message: (index) => at(index).message,
    escaped: (index) => at(index).escaped === true,
    id: (index) => at(index).id,
    shortId: (index) => shortId(at(index).id),
  };
}

/** A record's line of text, with the journal's fields where it came as journald JSON. */
export interface LogLine {
  readonly text: string;
  /** Seconds since the epoch; the event's timestamp, or the journal's own. */
  readonly timestamp: number;
  /** Set when the record was journald JSON; `journalmatch` is evaluated on these. */
  readonly fields: Readonly<Record<string, string>> | null;
}

/** A line longer than this is cut: no honest one is, and the time of a match grows with it. UTF-16 units. */
export const LONGEST_LINE = 65_536;

/** CloudWatch Logs takes no longer event; of a file's line no more is read. UTF-16 units. */
export const LONGEST_EVENT = 1 << 18;
