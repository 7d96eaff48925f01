import { EdgeApiError } from '../api-error';
import type { Pace } from './pace';
import { startRun } from './run';

/**
 * What `look` finds for each of these ids; what is gone is left out. Whatever else is wrong with an id is for whoever
 * writes to it to meet, and to tell: it is taken to be there.
 */
export async function present(
  ids: readonly string[],
  pace: Pace,
  look: (id: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const run = startRun(pace);
  const found: string[] = [];
  for (const id of ids) {
    try {
      found.push(...(await run.call(() => look(id))));
    } catch (error) {
      if (error instanceof EdgeApiError && error.failure === 'not-found') continue;
      found.push(id);
    }
  }
  return [...new Set(found)];
}
