/** One log event as a source yields it: the unit everything after works on. */
export interface LogRecord {
  /** Unique per event (CloudWatch's event id); the same event delivered twice carries the same id. */
  readonly id: string;
  /** Milliseconds since the epoch, the event's own timestamp. */
  readonly timestamp: number;
  /** The text; while `escaped` says so as JSON writes it between its quotes. `messageOf` answers the text in either case. */
  readonly message: string;
  /** Most records of a quiet log are never read: only who reads one takes its escapes away. */
  readonly escaped?: boolean;
}

/** The record's text. What is no valid JSON string stays as it is. */
export function messageOf({ message, escaped }: LogRecord): string {
  if (!escaped) return message;
  try {
    return JSON.parse(`"${message}"`) as string;
  } catch {
    return message;
  }
}

/** Records of one log stream, in the order they were delivered. */
export interface LogBatch {
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly records: readonly LogRecord[];
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
