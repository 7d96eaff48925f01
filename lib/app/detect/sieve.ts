import type { Jail } from '../../core/ruleset';
import { type Prefilter, prefilter } from '../../detect/prefilter';

/**
 * Which of some jails a record can matter to, asked for all of them at once, then for each half: what twenty jails of one
 * log group do not care for costs one look, and what one of them cares for a few.
 */
export interface Sieve {
  readonly mayMatter: Prefilter;
  /** The jails' halves, in order; none: it is of one jail. */
  readonly halves: readonly Sieve[];
}

export function sieveOf(jails: readonly Pick<Jail, 'needs'>[]): Sieve {
  const middle = jails.length >> 1;
  const halves = jails.length > 1 ? [jails.slice(0, middle), jails.slice(middle)] : [];
  return { mayMatter: prefilter(jails), halves: halves.map(sieveOf) };
}

/** A sieve at work on a batch. */
export interface Sieving {
  readonly mayMatter: Prefilter;
  readonly halves: readonly Sieving[];
  /** Which of the jails the first one is. */
  readonly first: number;
  /** How many records of the batch it was asked for, and how many of them it held back. */
  asked: number;
  held: number;
}

export function sieving({ mayMatter, halves }: Sieve, first = 0): Sieving {
  let next = first;
  const begun: Sieving[] = [];
  for (const half of halves) {
    begun.push(sieving(half, next));
    next += jailsIn(half);
  }
  return { mayMatter, halves: begun, first, asked: 0, held: 0 };
}

const jailsIn = ({ halves }: Sieve): number =>
  halves.length === 0 ? 1 : halves.reduce((sum, half) => sum + jailsIn(half), 0);

/** The jails that a record can matter to, in order: the first `count` that stand in `jails`. */
export interface Passed {
  readonly jails: Int32Array;
  count: number;
}

/**
 * Adds the jails that a record can matter to.
 * @param message as it came; `escaped`: with JSON's escapes left in
 */
export function sift(node: Sieving, message: string, escaped: boolean, passed: Passed): void {
  if (!passes(node, message, escaped)) return;
  for (const half of node.halves) sift(half, message, escaped, passed);
  if (node.halves.length > 0) return;
  passed.jails[passed.count] = node.first;
  passed.count += 1;
}

/** Where nearly every record passes, asking costs more than it saves, and is left. */
function passes(node: Sieving, message: string, escaped: boolean): boolean {
  if (node.held < node.asked >> 3) return true;
  node.asked += 1;
  if (node.mayMatter(message, escaped)) return true;
  node.held += 1;
  return false;
}
