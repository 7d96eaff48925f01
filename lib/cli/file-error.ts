/** The machine refuses to read or to write something. The message says what, where and what to do. Exit code 255. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

const NO_RIGHT = 'you have no right to: look at its owner and mode';
const NO_FOLDER = 'a file is where a folder must be: name another';

/** Why, and what to do, by the system's code. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder: make it first',
  EEXIST: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  EISDIR: 'it is a folder: name a file',
  EACCES: NO_RIGHT,
  EPERM: NO_RIGHT,
  ENOSPC: 'the disk is full: make room, or write elsewhere',
  EDQUOT: 'your share of the disk is used up: make room, or write elsewhere',
  EROFS: 'the disk is read-only: write elsewhere',
};

const GZIP = 'copy it again, or read what is whole of it: zcat FILE | fail2edge COMMAND with - for the file';

/** @param what such as `--html FILE cannot be written`. @returns what is a fault of our own as it is. */
export function fileError(what: string, error: unknown): unknown {
  return isOfSystem(error) ? new FileError(`${what}: ${whyOf(error)}`, { cause: error }) : error;
}

interface SystemError {
  readonly code: string;
  readonly message: string;
}

/** Node's own mistakes have a code as well, but no number of the system's. */
const isOfSystem = (error: unknown): error is SystemError =>
  typeof error === 'object' && error !== null && 'errno' in error && 'code' in error;

function whyOf({ code, message }: SystemError): string {
  if (code.startsWith('Z_')) return `its gzip data are cut or damaged (${message}): ${GZIP}`;
  const why = WHY[code];
  return why === undefined ? message : `${why} (${code})`;
}

/** What `act` answers; what the machine refuses of it is told as `what`. */
export function orFileError<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw fileError(what, error);
  }
}
