import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ruleset } from '../core/ruleset';

/** Lies next to the function's code: the deployment writes it there. */
export const RULESET_FILE = 'ruleset.json';

/**
 * Reads the ruleset the function was deployed with; once, at cold start.
 * @param directory where the file lies; by default beside the bundle.
 * @throws Error naming the file when it is missing, is not JSON or has a format this code does not know.
 */
export function loadRuleset(directory: string = __dirname): Ruleset {
  const file = join(directory, RULESET_FILE);
  const ruleset = parse(file);
  const format = typeof ruleset === 'object' && ruleset !== null ? (ruleset as { format?: unknown }).format : undefined;
  if (format !== 1) throw new Error(`${file}: format ${String(format)} is not 1; deploy again from one checkout`);
  return ruleset as Ruleset;
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
