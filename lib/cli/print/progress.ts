import type { Io } from '../io';
import { duration, grouped } from './time';

/** A line on standard error that tells how far a long work is; nothing where that is no terminal. */
export interface Progress {
  /** @param share of the whole that is done, from 0 to 1; 0: unknown. `lines` so far. */
  readonly update: (lines: number, share: number) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

/** Seconds between two looks; short works never show it. */
const INTERVAL = 0.5;
const CLEAR = '\r\u001b[K';

/** @param label what the work is, where there are several. */
export function createProgress(io: Io, label = ''): Progress {
  if (!io.progress) return { update: () => undefined, end: () => undefined };
  const began = io.now();
  let shownAt = began;
  return {
    update: (lines, share) => {
      const now = io.now();
      if (now - shownAt < INTERVAL) return;
      shownAt = now;
      io.stderr(
        `${CLEAR}${label === '' ? '' : `${label}: `}${describe({ lines, share: Math.min(1, share), spent: now - began })}`,
      );
    },
    end: () => {
      if (shownAt !== began) io.stderr(CLEAR);
    },
  };
}

/** `━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌ 45 %, 312,000 lines, 61,000 lines/s, 6s left` */
export function describe({ lines, share, spent }: { lines: number; share: number; spent: number }): string {
  const speed = `${grouped(lines)} lines, ${grouped(Math.round(lines / spent))} lines/s`;
  if (!(share > 0)) return speed;
  const left = duration((spent / share) * (1 - share));
  return `${bar(share)} ${Math.floor(share * 100)} %, ${speed}, ${left} left`;
}

const WIDTH = 20;

const bar = (share: number): string => {
  const done = Math.floor(share * WIDTH);
  return '━'.repeat(done) + '╌'.repeat(WIDTH - done);
};
