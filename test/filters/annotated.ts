import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a line's annotation expects; any key besides these is a field of the failure. */
export interface Expectation {
  readonly match?: boolean;
  readonly host?: string;
  /** ISO date and time, UTC. */
  readonly time?: string;
  readonly users?: readonly string[];
  readonly desc?: string;
  readonly user?: string;
}

export interface AnnotatedLine {
  readonly number: number;
  readonly text: string;
  readonly expected: Expectation;
}

/** The lines that run through one filter with one set of options, in order. */
export interface Session {
  readonly spec: string;
  readonly lines: readonly AnnotatedLine[];
}

export const SAMPLES = join(__dirname, 'samples');

/** Filters that have a file of annotated lines. */
export const sampled = (): readonly string[] =>
  readdirSync(SAMPLES).flatMap((file) => (file.endsWith('.log') ? [file.slice(0, -4)] : []));

type Options = Readonly<Record<string, string>>;

/**
 * Reads a file of annotated lines: `# failJSON: {...}` tells what the next line is, `# filterOptions: {...}` (or a list) with
 * which options the filter reads the lines that follow. Lines of equal options are one log stream.
 */
export function sessionsOf(filter: string): readonly Session[] {
  const sessions = new Map<string, AnnotatedLine[]>();
  for (const { options, line } of annotated(filter)) appended(sessions, specOf(filter, options)).push(line);
  return [...sessions].map(([spec, lines]) => ({ spec, lines }));
}

/** Every line once for each set of options it is read with. */
function* annotated(filter: string): Generator<{ readonly options: Options; readonly line: AnnotatedLine }> {
  let current: readonly Options[] = [{}];
  let expected: Expectation | undefined;
  for (const { number, text, kind, data } of rowsOf(filter)) {
    if (kind === 'filterOptions') current = [JSON.parse(data)].flat();
    else if (kind === 'failJSON') expected = JSON.parse(data);
    else if (!expected) throw new Error(`${filter}.log:${number}: no annotation`);
    else for (const options of current) yield { options, line: { number, text, expected } };
    if (kind === 'line') expected = undefined;
  }
}

/** The annotations and lines of a file, without comments and blank lines. */
const rowsOf = (filter: string) =>
  readFileSync(join(SAMPLES, `${filter}.log`), 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      const [, kind, data = ''] = /^# (failJSON|filterOptions): (.+)$/.exec(text) ?? [];
      if (kind === undefined && (text === '' || text.startsWith('#'))) return [];
      return [{ number: index + 1, text, kind: kind ?? 'line', data }];
    });

function specOf(filter: string, options: Options): string {
  const pairs = Object.entries(options).map(([name, value]) => `${name}="${value}"`);
  return pairs.length === 0 ? filter : `${filter}[${pairs.join(', ')}]`;
}

function appended(sessions: Map<string, AnnotatedLine[]>, spec: string): AnnotatedLine[] {
  const lines = sessions.get(spec) ?? [];
  sessions.set(spec, lines);
  return lines;
}
