import { anchored } from './first';
import type { RangeSet } from './ranges';
import type { Node, Repeat } from './tree';

/** Places of a head: expressions seldom differ only behind them. */
const LONGEST = 24;
/** More characters than these at a place tell little. */
const MOST = 8;
const ASCII_END = 0x7f;
const BMP_END = 0xffff;

/** What may stand at the first places of a text, as far as it is known: the characters of each, empty where they are many. */
type Run = readonly string[];

const UNKNOWN: Run = [];

/**
 * What stands at the first places of every text that matches, for an expression that begins at the start of the text: the
 * characters of each place as a text, empty where they are many. A match is at least as long. `[]`: nothing is known.
 */
export function headOf(root: Node): readonly string[] {
  if (!anchored(root)) return UNKNOWN;
  const run = runOf(root, UNKNOWN);
  return run.slice(0, run.findLastIndex((signs) => signs !== '') + 1);
}

/** @param next what follows the node */
function runOf(node: Node, next: Run): Run {
  switch (node.kind) {
    case 'set':
      return character(node.ranges, next);
    case 'sequence':
      return node.items.reduceRight((run, item) => runOf(item, run), next);
    case 'choice':
      return eitherOf(node.options.map((option) => runOf(option, next)));
    case 'repeat':
      return repeated(node, next);
    case 'group':
    case 'atomic':
      return runOf(node.body, next);
    case 'look':
    case 'at':
      return next;
    default:
      return UNKNOWN;
  }
}

/** A character beyond the BMP is two units of a JavaScript text: behind one that can be so, places are not known. */
function character(set: RangeSet, next: Run): Run {
  const last = set.at(-1) ?? 0;
  return last > BMP_END ? UNKNOWN : [last > ASCII_END ? '' : signsOf(set), ...next].slice(0, LONGEST);
}

function signsOf(set: RangeSet): string {
  let signs = '';
  for (let at = 0; at < set.length; at += 2) {
    for (let code = set[at] as number; code <= (set[at + 1] as number); code++) signs += String.fromCharCode(code);
  }
  return signs.length > MOST ? '' : signs;
}

/** As far as all of them are known. */
function eitherOf(runs: readonly Run[]): Run {
  const length = Math.min(LONGEST, ...runs.map((run) => run.length));
  return Array.from({ length }, (_, place) => unionOf(runs.map((run) => run[place] as string)));
}

function unionOf(all: readonly string[]): string {
  const signs = all.includes('') ? '' : [...new Set(all.join(''))].sort().join('');
  return signs.length > MOST ? '' : signs;
}

function repeated({ body, min, max }: Repeat, next: Run): Run {
  const more = max - min > 1 ? UNKNOWN : next;
  let run = max > min ? eitherOf([next, runOf(body, more)]) : next;
  for (let round = 0; round < Math.min(min, LONGEST); round++) run = runOf(body, run);
  return run;
}
