import type { Io } from '../io';
import { logFile } from '../read-lines';
import { regexCommand } from './regex-command';

/** `fail2edge regex` on this machine's files. */
export const runRegex = (args: readonly string[], io: Io): Promise<number> =>
  regexCommand(args, { ...io, readFile: logFile });
