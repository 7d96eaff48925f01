import type { Comparison } from './compare';
import type { LineChanges } from './lines';

/** What the comparison speaks for. */
export interface Advice {
  readonly change: boolean;
  /** Why, as a sentence. */
  readonly why: string;
}

const kept = (why: string): Advice => ({ change: false, why });
const changed = (why: string): Advice => ({ change: true, why });

/**
 * Which configuration to run. People who log in after they were banned weigh most: they are likely false positives. After
 * that, failures that came through; after that, the number of addresses banned. Where lines are read differently, failures are
 * not the same ones: then the lines decide.
 */
export function advise({ before, after, gained, lost, lines }: Comparison): Advice {
  if (after.loggedIn > before.loggedIn) {
    return kept(`it would ban ${addresses(after.loggedIn - before.loggedIn, 'more ')} that logged in later`);
  }
  if (after.loggedIn < before.loggedIn) {
    const spared = before.loggedIn - after.loggedIn;
    const fewer = `${addresses(spared)} that logged in later ${are(spared)} no longer banned`;
    return changed(lost.length > 0 ? `${fewer}; ${addresses(lost.length)} in all ${are(lost.length)} not` : fewer);
  }
  if (lines && lines.differ > 0) return byLines(lines);
  return byBans({ before, after, gained, lost });
}

function byBans({ before, after, gained, lost }: Pick<Comparison, 'before' | 'after' | 'gained' | 'lost'>): Advice {
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

function byLines({ differ, lost, gained }: LineChanges): Advice {
  if (lost > 0) return { change: false, why: `in ${linesOf(lost)} nobody is found any more: look at them` };
  const others = differ - gained;
  const first = gained > 0 ? [`${linesOf(gained)} more ${gained === 1 ? 'is' : 'are'} found`] : [];
  const named = others > 0 ? [`${linesOf(others)} name${others === 1 ? 's' : ''} somebody else: look at them`] : [];
  return { change: true, why: [...first, 'none is lost', ...named].join(', ') };
}

const linesOf = (count: number): string => `${count} ${count === 1 ? 'line' : 'lines'}`;

const addresses = (count: number, more = ''): string => `${count} ${more}${count === 1 ? 'address' : 'addresses'}`;
const are = (count: number): string => (count === 1 ? 'is' : 'are');
