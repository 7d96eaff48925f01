import { fstatSync, statSync } from 'node:fs';
import { grouped } from '../../core/grouped';

/** A log file, by every name it was given. */
export interface GivenFile {
  /** The first. */
  readonly file: string;
  readonly names: readonly string[];
}

/**
 * Each file once, by whatever paths and links it is named: a line is an event by its file and number, and counts once.
 * Standard input is the file that it was redirected from.
 */
export function givenFiles(names: readonly string[]): readonly GivenFile[] {
  return [...grouped(names, identityOf).values()].map((same) => ({ file: same[0] as string, names: same }));
}

const STDIN = 0;

function identityOf(name: string): string {
  try {
    const { dev, ino } = name === '-' ? fstatSync(STDIN, { bigint: true }) : statSync(name, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return name;
  }
}

/** That a file is read once though it was given more often: a sentence for each further name. */
export const givenAgain = (files: readonly GivenFile[]): readonly string[] =>
  files.flatMap(({ file, names: [, ...again] }) =>
    [...new Set(again)].map((name) => {
      if (name === file) return `fail2edge replay: ${JSON.stringify(file)} is given more than once, and read once`;
      return `fail2edge replay: ${JSON.stringify(name)} is the same file as ${JSON.stringify(file)}, and read once`;
    }),
  );
