/** An expression that Python refuses, or that has no exact counterpart here. The message says what to do. */
export class PythonRegexError extends Error {
  override readonly name = 'PythonRegexError';
  /** Where in `source`, in characters from 0. */
  readonly position: number;
  /** The Python expression. */
  readonly source: string;

  constructor(message: string, position: number, source: string) {
    super(`${message} at position ${position}`);
    this.position = position;
    this.source = source;
  }
}

/** A search was stopped because it took longer than it may. The line is the attacker's: report it, never try it again. */
export class RegexDeadlineError extends Error {
  override readonly name = 'RegexDeadlineError';
  /** The Python expression that was searched. */
  readonly source: string;

  constructor(source: string, milliseconds: number) {
    super(`search stopped after ${milliseconds} ms: ${source}`);
    this.source = source;
  }
}
