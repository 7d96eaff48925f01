import { writeSync } from 'node:fs';
import { orFileError } from './file-error';
import type { Io } from './io';

/** The terminal or pipe this process was started with. `NO_COLOR` (no-color.org) and a dumb terminal mean no colour. */
export function processIo(): Io {
  const { stdout } = process;
  return {
    stdout: writerTo(1, 'standard output'),
    stderr: writerTo(2, 'standard error'),
    columns: stdout.isTTY ? stdout.columns : undefined,
    colour: stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    progress: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
    now: () => Date.now() / 1000,
  };
}

/**
 * Writes at once, whatever stands behind the descriptor: a pipe's reader may be slow, and nothing may be lost at exit.
 * @throws FileError, such as on a full disk.
 */
export const writerTo = (descriptor: number, name: string) => (text: string) => {
  const bytes = Buffer.from(text);
  orFileError(`${name} cannot be written`, () => {
    for (let at = 0; at < bytes.length; ) at += writeSome(descriptor, bytes, at);
  });
};

/** @returns the bytes that went out; 0 when the pipe was full and a moment has passed. */
function writeSome(descriptor: number, bytes: Buffer, from: number): number {
  try {
    return writeSync(descriptor, bytes, from);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE') process.exit(0);
    if (code !== 'EAGAIN') throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}
