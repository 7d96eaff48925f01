/** What a command may touch of its process. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Columns of the terminal; undefined: the output goes to a file or a pipe. */
  readonly columns: number | undefined;
  readonly colour: boolean;
  /** Whether somebody watches standard error. */
  readonly progress: boolean;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

/** fail2ban's exit codes: done; a check that was asked for failed; bad use or bad configuration. */
export const EXIT = { done: 0, failed: 1, badUse: 255 } as const;

/** A mistake on the command line: its text says what to do. Exit code 255. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
