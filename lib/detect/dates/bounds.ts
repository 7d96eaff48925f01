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
}

/** Adds the boundaries a date needs on both sides, and the group that is cut out if the expression has none of its own. */
export function bound(regex: string, { begin, end }: Bounds): Bounded {
  const before = OWN_BEGIN.test(regex) || begin === 'anywhere' ? '' : begin === 'line' ? LINE_BEGIN : WORD_BEGIN;
  const after = end && !OWN_END.test(regex) ? WORD_END : '';
  const { regex: grouped, cut } = withCut(withoutStars(regex));
  return { regex: before + grouped + after, cut };
}

function withCut(regex: string): Bounded {
  const groups = [...pieces(regex)].filter(({ text, index }) => text === '(' && capturing(regex, index));
  if (!groups.some(({ index }) => regex[index + 1] !== '?')) return { regex: wrapped(regex), cut: CUT };
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
 * The first group is cut, wherever it stands; what follows its start is captured too, which gives its place
 * (JavaScript tells where groups begin only at a great cost).
 */
function markFirst(regex: string, index: number): Bounded {
  const rest = String.raw`(?=(?P<${REST}>[\s\S]*))`;
  const named = /^\(\?P<(\w+)>/.exec(regex.slice(index));
  const opening = named?.[0] ?? '(';
  const cut = named?.[1] ?? CUT;
  const head = regex.slice(0, index) + (named ? opening : `(?P<${CUT}>`);
  return { regex: `${head}${rest}${renumbered(regex.slice(index + opening.length))}`, cut };
}

/** Numbered references behind the added group count one more. */
function renumbered(tail: string): string {
  const text = [...pieces(tail)].map((piece) =>
    piece.text.replace(/^\\([1-9])$/, (whole, digit: string) => (digit === '1' ? whole : `\\${Number(digit) + 1}`)),
  );
  return text.join('').replace(/\(\?\((\d+)\)/g, (whole, n: string) => (n === '1' ? whole : `(?(${Number(n) + 1})`));
}

/** `**` at either end only says "no boundary here"; it may stand inside the outer group. */
const withoutStars = (regex: string): string => regex.replace(/^(\(*)\*\*/, '$1').replace(/(?<!\\)\*\*(\)*)$/, '$1');
