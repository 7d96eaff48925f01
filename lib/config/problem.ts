import { visible } from '../core/visible';

/** Where a piece of configuration was written; `line` counts from 1, 0 means the file as a whole. */
export interface Place {
  /** Relative to the configuration folder; what ships with the project begins with `config/`. */
  readonly file: string;
  readonly line: number;
}

/** A mistake (`error`: nothing is loaded) or something an administrator should know (`notice`). */
export interface Problem extends Place {
  readonly message: string;
  readonly hint?: string;
  readonly level: 'error' | 'notice';
}

export const error = (place: Place, message: string, hint?: string): Problem => problem('error', place, message, hint);

export const notice = (place: Place, message: string, hint?: string): Problem =>
  problem('notice', place, message, hint);

function problem(level: Problem['level'], place: Place, message: string, hint?: string): Problem {
  const { file, line } = place;
  return hint === undefined ? { file, line, message, level } : { file, line, message, hint, level };
}

/** One line for a reader: `jail.local:12: message (hint)`. Control characters a file may hold are shown, not sent. */
export function formatProblem({ file, line, message, hint }: Problem): string {
  return visible(`${file}:${line}: ${message}${hint === undefined ? '' : ` (${hint})`}`);
}

/** The configuration cannot be used. Carries every problem that was found, not only the first. */
export class ConfigurationError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/**
 * Runs one part of the loading; when it ends in a ConfigurationError its problems are kept in `problems` and loading goes
 * on with `undefined`, so that all mistakes are reported at once.
 */
export function attempt<T>(problems: Problem[], part: () => T): T | undefined {
  try {
    return part();
  } catch (failure) {
    if (!(failure instanceof ConfigurationError)) throw failure;
    problems.push(...failure.problems);
    return undefined;
  }
}

/** Without doubles (the same option is read once for every jail that inherits it); errors first, then by place. */
export function tidy(problems: readonly Problem[]): readonly Problem[] {
  const unique = new Map(problems.map((entry) => [formatProblem(entry), entry]));
  const rank = (entry: Problem) => (entry.level === 'error' ? 0 : 1);
  return [...unique.values()].sort(
    (a, b) => rank(a) - rank(b) || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line),
  );
}
