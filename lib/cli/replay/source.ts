import { existsSync, statSync } from 'node:fs';
import type { Jail, Ruleset, Seconds } from '../../core/ruleset';
import { UsageError } from '../io';
import { logFile } from '../read-lines';
import type { GivenFile } from './given-files';
import type { TimedLine } from './merge';
import { rereadable } from './reread';
import { routeFile } from './route';
import { type TimeContext, timedLines } from './timed-lines';

/** Where lines come from: a file, standard input, a log group. */
export interface ReplaySource {
  /** As given; `file` of the events. */
  readonly name: string;
  /** Its bytes, and how many of them were read; undefined: not known before they are read. */
  readonly bytes: { readonly size: number; readonly read: number } | undefined;
  /** The times its lines lie between; undefined: not known before they are read. */
  readonly span?: { readonly from: Seconds; readonly to: Seconds };
  /** The jails that watch it, by its name. */
  readonly watchers: (ruleset: Ruleset) => readonly string[];
  /** Its lines with their time, each time from the first. */
  readonly open: (at: number, watching: readonly Jail[], context: TimeContext) => AsyncIterator<readonly TimedLine[]>;
}

/** Log files, `-` for standard input. @throws UsageError naming those that do not exist. */
export function fileSources(files: readonly GivenFile[]): readonly ReplaySource[] {
  const missing = files.map(({ file }) => file).filter((file) => file !== '-' && !existsSync(file));
  if (missing.length > 0) {
    throw new UsageError(`fail2edge replay: there is no file ${quoted(missing)}`);
  }
  const [folder] = files.filter(({ file }) => file !== '-' && statSync(file).isDirectory());
  if (folder)
    throw new UsageError(`fail2edge replay: ${quoted([folder.file])} is a directory: give the log files in it`);
  return files.map(({ file, names }): ReplaySource => {
    const bytes = file === '-' ? undefined : { size: statSync(file).size, read: 0 };
    const lines = rereadable(() => linesOf(file, bytes), file === '-');
    return {
      ...{ name: file, bytes },
      watchers: ({ jails }) => {
        const readers = jails.filter(({ countsBans }) => !countsBans);
        return [...new Set(names.flatMap((name) => routeFile(name, readers)))];
      },
      open: (at, watching, context) => timedLines(at, lines(), watching, context),
    };
  });
}

const quoted = (files: readonly string[]): string => files.map((file) => JSON.stringify(file)).join(', ');

function linesOf(file: string, bytes: { read: number } | undefined): AsyncIterable<readonly string[]> {
  if (bytes) bytes.read = 0;
  const lines = logFile(file, (count) => {
    if (bytes) bytes.read += count;
  });
  if (!lines) throw new UsageError(`fail2edge replay: there is no file ${quoted([file])}`);
  return lines;
}
