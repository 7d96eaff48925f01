import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** CPython's `re` as the oracle. */
export interface Request {
  readonly pattern: string;
  /** re.IGNORECASE = 2, re.MULTILINE = 8. */
  readonly flags?: number;
  readonly texts: readonly string[];
}

export type Span = readonly [start: number, end: number, groups: Readonly<Record<string, string>>] | null;

export type Answer =
  | { readonly results: readonly Span[] }
  | { readonly error: string; readonly message: string; readonly position: number | null };

/** Asks one python3 process all questions. */
export function askPython(requests: readonly Request[]): Answer[] {
  const input = requests.map((request) => JSON.stringify(request)).join('\n');
  const run = spawnSync('python3', [join(__dirname, 'python.py')], { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`python3: ${run.error?.message ?? run.stderr}`);
  return run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}
