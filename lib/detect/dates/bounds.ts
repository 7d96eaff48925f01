import { pieces } from './pieces';

/** Where a date may begin: at a word's start, at the line's start (two signs may stand before it), or anywhere. */
export type Begin = 'word' | 'line' | 'anywhere';

export interface Bounds {
  readonly begin: Begin;
  /** Whether it must end where a word ends. */
  readonly end: boolean;
}

/** The groups that `withCut` adds. */
export const CUT = 'f2e_cut';
export const REST = 'f2e_rest';

/** Not inside a word: fail2ban's `(?=^|\b|\W)` and `(?=\b|\W|$)`, which fail in the middle of a word alone. */
const WORD_BEGIN = String.raw`(?:(?<!\w)|(?!\w))`;
const LINE_BEGIN = String.raw`^(?:\W{0,2})?`;
const WORD_END = String.raw`(?:(?!\w)|(?<!\w))`;

/** Begins with an anchor of its own, or with `**`, which asks for no boundary. */
const OWN_BEGIN = /^\(*(?:\^|\*\*|\(\?:\^)/;
const OWN_END = /(?<!\\)(?:\$\)?|\\[bs]|\*{2}\)*)$/;

export interface Bounded {
  /** Python expression in which group `CUT` holds what is read and cut out. */
  readonly regex: string;
  /** The name of the group that holds the cut text: `CUT`, or the user's own first group. */
  readonly cut: string;
  /** The group is the pattern's own: it may begin and end anywhere in the match. */
  readonly own: boolean;
}

/** Adds the boundaries a date needs on both sides, and the group that is cut out if the expression has none of its own. */
export function bound(regex: string, { begin, end }: Bounds): Bounded {
  const before = OWN_BEGIN.test(regex) || begin === 'anywhere' ? '' : begin === 'line' ? LINE_BEGIN : WORD_BEGIN;
  const after = end && !OWN_END.test(regex) ? WORD_END : '';
  const { regex: grouped, cut, own } = withCut(withoutStars(regex));
  return { regex: before + grouped + after, cut, own };
}

function withCut(regex: string): Bounded {
  const groups = [...pieces(regex)].filter(({ text, index }) => text === '(' && capturing(regex, index));
  if (!groups.some(({ index }) => regex[index + 1] !== '?')) return { regex: wrapped(regex), cut: CUT, own: false };
  return markFirst(regex, groups[0]?.index ?? 0);
}

const capturing = (regex: string, index: number): boolean =>
  regex[index + 1] !== '?' || regex.startsWith('(?P<', index);

/** Without an unnamed group the whole is cut, but for the anchors at its ends. */
function wrapped(regex: string): string {
  const start = regex.startsWith('^') ? '^' : '';
  const end = /(?<!\\)\$$/.test(regex) ? '$' : '';
  return `${start}(?P<${CUT}>${regex.slice(start.length, regex.length - end.length)})${end}`;
}

/**
 * The first group is cut, wherever it stands. Unless the match ends with it, what follows its end is captured too, which
 * gives its place (JavaScript tells where groups begin only at a great cost).
 */
function markFirst(regex: string, index: number): Bounded {
  const named = /^\(\?P<(\w+)>/.exec(regex.slice(index));
  const cut = named?.[1] ?? CUT;
  const start = index + (named?.[0] ?? '(').length;
  const end = closing(regex, index);
  // An open group: its own text says so best, once it is translated.
  if (end === undefined) return { regex, cut, own: true };
  const tail = regex.slice(end + 1);
  const body = regex.slice(start, end);
  const last = tail === '' || tail === '$';
  const marked = last ? body : `(?:${body})(?=(?P<${REST}>[\\s\\S]*))`;
  return {
    regex: `${regex.slice(0, index)}(?P<${cut}>${marked})${last ? tail : renumbered(tail, groupsIn(body) + 1)}`,
    cut,
    own: true,
  };
}

function closing(regex: string, open: number): number | undefined {
  let depth = 0;
  for (const { text, index } of pieces(regex)) {
    if (index < open) continue;
    if (text === '(') depth++;
    else if (text === ')' && --depth === 0) return index;
  }
  return undefined;
}

const groupsIn = (regex: string): number =>
  [...pieces(regex)].filter(({ text, index }) => text === '(' && capturing(regex, index)).length;

/** References to groups behind the added one, which follows group `last`, count one more. */
function renumbered(tail: string, last: number): string {
  const moved = (n: string) => (Number(n) > last ? String(Number(n) + 1) : n);
  const text = [...pieces(tail)].map((piece) => piece.text.replace(/^\\([1-9])$/, (_, n: string) => `\\${moved(n)}`));
  return text.join('').replace(/\(\?\((\d+)\)/g, (_, n: string) => `(?(${moved(n)})`);
}

/** `**` at either end only says "no boundary here"; it may stand inside the outer group. */
const withoutStars = (regex: string): string => regex.replace(/^(\(*)\*\*/, '$1').replace(/(?<!\\)\*\*(\)*)$/, '$1');
