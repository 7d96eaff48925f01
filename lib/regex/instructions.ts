import type { At } from './tree';

/** Instructions of `machine`. `split` prefers its first target. Targets are absolute. */
export const SET = 0;
export const SPLIT = 1;
export const JUMP = 2;
export const SAVE = 3;
export const AT = 4;
/** Operands: 1 when negative, width to step back, target after the body. */
export const LOOK = 5;
export const MATCH = 6;

/** Places in the order of their number as an operand of `AT`. */
export const PLACES: readonly At[] = [
  'start',
  'line-start',
  'end',
  'line-end',
  'very-end',
  'tail',
  'boundary',
  'not-boundary',
  'ascii-boundary',
  'not-ascii-boundary',
];
