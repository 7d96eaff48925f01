import type { Io } from '../io';
import { duration, grouped } from './time';

/** A line on standard error that tells how far a long work is; nothing where that is no terminal. */
export interface Progress {
  /** @param bytes of the whole that are done; `lines` so far. */
  readonly update: (lines: number, bytes: number) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

/** Seconds between two looks; short works never show it. */
const INTERVAL = 0.5;
const CLEAR = '\r\u001b[K';

/**
 * @param total bytes of the work; 0: unknown (a pipe, a compressed file), then no share is shown.
 * @param label what the work is, where there are several.
 */
export function createProgress(io: Io, total: number, label = ''): Progress {
  if (!io.progress) return { update: () => undefined, end: () => undefined };
  const began = io.now();
  let shownAt = began;
  return {
    update: (lines, bytes) => {
      const now = io.now();
      if (now - shownAt < INTERVAL) return;
      shownAt = now;
      const share = total > 0 ? Math.min(1, bytes / total) : 0;
      io.stderr(`${CLEAR}${label === '' ? '' : `${label}: `}${describe({ lines, share, spent: now - began })}`);
    },
    end: () => {
      if (shownAt !== began) io.stderr(CLEAR);
    },
  };
}

/** `312,000 lines, 45 %, 61,000 lines/s, 6s left` */
export function describe({ lines, share, spent }: { lines: number; share: number; spent: number }): string {
  const speed = `${grouped(Math.round(lines / spent))} lines/s`;
  if (share === 0) return `${grouped(lines)} lines, ${speed}`;
  const left = duration((spent / share) * (1 - share));
  return `${grouped(lines)} lines, ${Math.floor(share * 100)} %, ${speed}, ${left} left`;
}
