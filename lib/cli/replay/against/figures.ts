import { grouped } from '../../print/time';
import type { Comparison, Side } from './compare';

const FIGURES: readonly (readonly [string, (side: Side) => number])[] = [
  ['Bans', ({ bans }) => bans],
  ['Addresses banned', ({ addresses }) => addresses],
  ['Failures that came through', ({ through }) => through],
  ['Failures while banned', ({ stopped }) => stopped],
  ['Banned, and logged in later', ({ loggedIn }) => loggedIn],
];

/** What is counted under both configurations: name, as it is, changed, and the difference with its sign. */
export const figureRows = ({ before, after }: Comparison): readonly (readonly [string, string, string, string])[] =>
  FIGURES.map(([label, of]) => [label, grouped(of(before)), grouped(of(after)), signed(of(after) - of(before))]);

const signed = (change: number): string =>
  change === 0 ? '' : change > 0 ? `+${grouped(change)}` : `-${grouped(-change)}`;
