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
  let current: readonly Options[] = [{}];
  let expected: Expectation | undefined;
  const rows = readFileSync(join(SAMPLES, `${filter}.log`), 'utf8').split('\n');
  for (const [index, text] of rows.entries()) {
    const [, kind, data] = /^# (failJSON|filterOptions): (.+)$/.exec(text) ?? [];
    if (kind === 'filterOptions') current = [JSON.parse(data ?? '')].flat();
    if (kind === 'failJSON') expected = JSON.parse(data ?? '');
    if (text === '' || text.startsWith('#')) continue;
    if (!expected) throw new Error(`${filter}.log:${index + 1}: no annotation`);
    const line = { number: index + 1, text, expected };
    for (const options of current) appended(sessions, specOf(filter, options)).push(line);
    expected = undefined;
  }
  return [...sessions].map(([spec, lines]) => ({ spec, lines }));
}

function specOf(filter: string, options: Options): string {
  const pairs = Object.entries(options).map(([name, value]) => `${name}="${value}"`);
  return pairs.length === 0 ? filter : `${filter}[${pairs.join(', ')}]`;
}

function appended(sessions: Map<string, AnnotatedLine[]>, spec: string): AnnotatedLine[] {
  const lines = sessions.get(spec) ?? [];
  sessions.set(spec, lines);
  return lines;
}
