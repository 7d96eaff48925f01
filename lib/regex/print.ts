import type { Alphabet } from './alphabet';
import { printSet } from './print-set';
import { complement } from './ranges';
import { Unsplittable } from './rewrite/unsplittable';
import type { At, Node, Repeat } from './tree';
import { WORD } from './unicode';

/** A printed pattern. */
export interface Printed {
  readonly js: string;
  /** Python's group number to the JavaScript captures that stand for it, the one that is set last first. */
  readonly captures: ReadonlyMap<number, readonly number[]>;
  /** The captures of one character that a place looked at and the pattern ate. */
  readonly tails: readonly number[];
}

/** How repeats are written: as they are; counted repeats of one character written out; all counted repeats written out. */
export type Unroll = 'none' | 'sets' | 'all';

interface Printer {
  readonly alphabet: Alphabet;
  readonly unroll: Unroll;
  readonly captures: Map<number, number[]>;
  readonly tails: number[];
  /** Python's group number to the captures that may stand for it at this place of the pattern. */
  live: ReadonlyMap<number, readonly number[]>;
  count: number;
}

/** Written-out repeats longer than this are left as they are. */
const MAX_UNROLLED = 4096;

export function print(root: Node, alphabet: Alphabet, unroll: Unroll): Printed {
  const printer: Printer = { alphabet, unroll, captures: new Map(), tails: [], live: new Map(), count: 0 };
  const js = printNode(printer, root);
  return { js: js === '' ? '(?:)' : js, captures: printer.captures, tails: printer.tails };
}

function printNode(printer: Printer, node: Node): string {
  switch (node.kind) {
    case 'set':
      return printSet(node.ranges, printer.alphabet);
    case 'sequence':
      return node.items
        .map((item) => (item.kind === 'choice' ? `(?:${printNode(printer, item)})` : printNode(printer, item)))
        .join('');
    case 'choice':
      return printOptions(printer, node.options);
    case 'repeat':
      return printRepeat(printer, node);
    case 'group':
      return printGroup(printer, node.number, node.body);
    case 'atomic':
      return printAtomic(printer, node.body);
    case 'look':
      return `(?${node.ahead ? '' : '<'}${node.negative ? '!' : '='}${printNode(printer, node.body)})`;
    case 'reference':
      return printReference(printer, node.group);
    case 'at':
      return printAt(printer, node.at);
    default:
      throw new Error('a conditional is left: specialise the tree first');
  }
}

function printOptions(printer: Printer, options: readonly Node[]): string {
  const before = printer.live;
  const after: ReadonlyMap<number, readonly number[]>[] = [];
  const texts = options.map((option) => {
    printer.live = before;
    const text = printNode(printer, option);
    after.push(printer.live);
    return text;
  });
  const live = new Map<number, readonly number[]>();
  for (const group of new Set(after.flatMap((map) => [...map.keys()]))) {
    const possible = [...new Set(after.flatMap((map) => map.get(group) ?? []))];
    live.set(group, before.has(group) && possible.length > 1 ? [] : possible);
  }
  printer.live = live;
  return texts.join('|');
}

function open(printer: Printer): number {
  printer.count += 1;
  return printer.count;
}

function printGroup(printer: Printer, number: number, body: Node): string {
  const own = open(printer);
  const list = printer.captures.get(number) ?? [];
  list.unshift(own);
  printer.captures.set(number, list);
  const text = `(${printNode(printer, body)})`;
  printer.live = new Map([...printer.live, [number, [own]]]);
  return text;
}

/** JavaScript has no atomic groups, but a look-ahead is atomic: capture in it, then match what was captured. */
function printAtomic(printer: Printer, body: Node): string {
  const own = open(printer);
  return `(?=(${printNode(printer, body)}))${numbered(own)}`;
}

/** The group is set here for certain, in exactly one of its captures; a reference to an unset capture matches nothing. */
function printReference(printer: Printer, group: number): string {
  const captures = printer.live.get(group);
  if (!captures?.length) throw new Unsplittable('a reference to a group that a repeat sets several times');
  return captures.map(numbered).join('');
}

function numbered(capture: number): string {
  return `(?:\\${capture})`;
}

function printAt(printer: Printer, at: At): string {
  const word = printSet(WORD, printer.alphabet);
  switch (at) {
    case 'start':
      return '^';
    case 'line-start':
      return '(?<![^\\n])';
    case 'end':
      return '(?=\\n?$)';
    case 'line-end':
      return '(?![^\\n])';
    case 'very-end':
      return '$';
    case 'tail':
      printer.tails.push(open(printer));
      return '(\\n)?$';
    case 'tail-word':
      printer.tails.push(open(printer));
      return `(${word})`;
    case 'tail-other':
      printer.tails.push(open(printer));
      return `(?:(${printSet(complement(WORD), printer.alphabet)})|$)`;
    case 'boundary':
      return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    case 'not-boundary':
      return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word})(?:(?=[^])|(?<=[^])))`;
    case 'ascii-boundary':
      return '\\b';
    case 'not-ascii-boundary':
      return '(?:\\B(?:(?=[^])|(?<=[^])))';
  }
}

function quantifier({ min, max, lazy }: Repeat): string {
  const mark = lazy ? '?' : '';
  if (min === 0 && max === 1) return `?${mark}`;
  if (min === 0 && max === Number.POSITIVE_INFINITY) return `*${mark}`;
  if (min === 1 && max === Number.POSITIVE_INFINITY) return `+${mark}`;
  if (min === max) return `{${min}}`;
  return `{${min},${max === Number.POSITIVE_INFINITY ? '' : max}}${mark}`;
}

function printRepeat(printer: Printer, node: Repeat): string {
  const counted = node.min > 1 || (Number.isFinite(node.max) && node.max > 1);
  const wanted = printer.unroll === 'all' || (printer.unroll === 'sets' && node.body.kind === 'set');
  const before = printer.count;
  const body = printNode(printer, node.body);
  const atom = node.body.kind === 'set' ? body : `(?:${body})`;
  const rounds = Number.isFinite(node.max) ? node.max : node.min + 1;
  const unrolled = counted && wanted && printer.count === before && atom.length * rounds <= MAX_UNROLLED;
  return unrolled ? unrollRepeat(node, atom) : atom + quantifier(node);
}

/** `x{2,4}` as `xx(?:x(?:x)?)?`: the same ways to match in the same order, without a count. */
function unrollRepeat({ min, max, lazy }: Repeat, atom: string): string {
  const mark = lazy ? '?' : '';
  const required = atom.repeat(min);
  if (!Number.isFinite(max)) return `${required}${atom}*${mark}`;
  const optional = max - min;
  return required + `(?:${atom}`.repeat(optional) + `)?${mark}`.repeat(optional);
}
