import type { Jail, Ruleset, Seconds } from '../../core/ruleset';
import type { TimedLine } from './merge';
import type { Routed } from './route';

/** Lines of one file, of one stream, that follow each other, delivered as one payload. */
export type Run<T extends TimedLine> = readonly T[];

/** A window never spans more virtual time than the schedule's minute. */
export const WINDOW: Seconds = 60;
/** Nor more lines than CloudWatch Logs puts in one delivery. */
export const MOST_LINES = 10_000;
/** Nor more text, in UTF-16 units: a payload must stay below Lambda's 6 MB. */
export const MOST_TEXT = 1 << 20;

/**
 * Files whose lines must reach the handlers in their common order, as the number of their group: files that feed one
 * jail, and all files as soon as a jail looks at the bans of others.
 */
export function orderGroups(files: readonly Routed[], ruleset: Ruleset): readonly number[] {
  if (ruleset.jails.some(looksAtOthers)) return files.map(() => 0);
  const groups: number[] = files.map((_, index) => index);
  files.forEach((file, index) => {
    for (let other = 0; other < index; other++) {
      if (files[other]?.jails.some((jail) => file.jails.includes(jail))) join(groups, index, other);
    }
  });
  return groups;
}

const looksAtOthers = (jail: Jail): boolean => jail.countsBans || jail.increment?.overalljails === true;

function join(groups: number[], a: number, b: number): void {
  const from = groups[a];
  const to = groups[b] as number;
  groups.forEach((group, index) => {
    if (group === from) groups[index] = to;
  });
}

/**
 * A window's lines as payloads. Of files within a group the order of lines is kept, so a change of file begins a new one.
 * Of a log group each stream is one payload, as CloudWatch Logs delivers it: it knows no order between streams.
 */
export function runsOf<T extends TimedLine>(lines: readonly T[], groups: readonly number[]): readonly Run<T>[] {
  const runs: T[][] = [];
  const open = new Map<number | string, T[]>();
  for (const line of lines) {
    const { file, stream } = line;
    const key = stream === undefined ? (groups[file] as number) : `${file} ${stream}`;
    const run = open.get(key);
    if (run && run[0]?.file === file) {
      run.push(line);
      continue;
    }
    const begun = [line];
    open.set(key, begun);
    runs.push(begun);
  }
  return runs;
}
