import type { Comparison } from './compare';

/** What the comparison speaks for. */
export interface Advice {
  readonly change: boolean;
  /** Why, as a sentence. */
  readonly why: string;
}

/**
 * Which configuration to run. People who log in after they were banned weigh most: they are likely false positives. After
 * that, failures that came through; after that, the number of addresses banned.
 */
export function advise({ before, after, gained, lost }: Comparison): Advice {
  const kept = (why: string): Advice => ({ change: false, why });
  const changed = (why: string): Advice => ({ change: true, why });
  if (after.loggedIn > before.loggedIn) {
    return kept(`it would ban ${addresses(after.loggedIn - before.loggedIn, 'more ')} that logged in later`);
  }
  if (after.loggedIn < before.loggedIn) {
    const spared = before.loggedIn - after.loggedIn;
    const fewer = `${addresses(spared)} that logged in later ${are(spared)} no longer banned`;
    return changed(lost.length > 0 ? `${fewer}; ${addresses(lost.length)} in all ${are(lost.length)} not` : fewer);
  }
  if (after.through !== before.through) {
    const count = Math.abs(after.through - before.through);
    const failures = count === 1 ? 'failure' : 'failures';
    if (after.through > before.through) return kept(`${count} more ${failures} would come through`);
    return changed(`${count} fewer ${failures} would come through, and nobody more is banned who logged in later`);
  }
  if (gained.length !== lost.length) {
    const more = gained.length - lost.length;
    if (more > 0) return changed(`${addresses(more, 'more ')} ${are(more)} banned, none of which logged in later`);
    return kept(`${addresses(-more, 'fewer ')} would be banned`);
  }
  return kept('this log shows no difference');
}

const addresses = (count: number, more = ''): string => `${count} ${more}${count === 1 ? 'address' : 'addresses'}`;
const are = (count: number): string => (count === 1 ? 'is' : 'are');
