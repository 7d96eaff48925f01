import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileError, fileError } from '../../file-error';
import { makeFolder, refused } from './saved';

const FILE = 'account.json.lock';

/** Milliseconds after which a lock is of a command that was killed: on an embedded account none takes a second. */
const STALE = 10_000;
const WAIT = 20;

/** The right to change the account in a folder. */
export interface FolderLock {
  /** @throws FileError when another command took it, because this one took too long: what it read is old. */
  readonly mustHold: () => void;
  readonly release: () => void;
}

/**
 * Waits until nobody else changes the account in a folder: it is read, changed and written as a whole, so that of two
 * commands at once the first one's changes would be lost. @throws FileError
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  makeFolder(folder);
  const file = join(folder, FILE);
  const mine = randomUUID();
  while (!isTaken(folder, mine)) {
    if (ageOf(file) > STALE) rmSync(file, { force: true });
    else await new Promise((passed) => setTimeout(passed, WAIT * (1 + Math.random())));
  }
  const isMine = () => textOf(file) === mine;
  return {
    mustHold: () => {
      if (isMine()) return;
      const what = `the account in ${JSON.stringify(folder)} was changed by another command meanwhile`;
      throw new FileError(`${what}: nothing was done, say it again`);
    },
    release: () => {
      if (isMine()) rmSync(file, { force: true });
    },
  };
}

/** Whether the lock was there to be had. The system makes a file for one of all who want it. */
function isTaken(folder: string, mine: string): boolean {
  try {
    writeFileSync(join(folder, FILE), mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fileError(refused(folder, 'written'), error);
  }
}

function ageOf(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
