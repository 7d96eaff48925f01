import type { Expression } from '../core/ruleset';
import { compile, type SearchResult } from '../regex/compile';

/** Captured texts by lower-case group name; groups that took no part are absent. */
export type Groups = Record<string, string | undefined>;

/** `groups`, completed by what only `below` has. Changes and answers `groups`. */
export function underlaid(groups: Groups, below: Groups): Groups {
  for (const name in below) if (groups[name] === undefined) groups[name] = below[name] as string;
  return groups;
}

/** Where an expression matched. Its groups are read through the pattern, and only when somebody asks. */
export type Hit = RegExpExecArray | SearchResult;

/** An expression ready to be searched with, exactly as Python's `re.search`. */
export interface Pattern {
  /** @param wide whether the text has a character above U+00FF: one look at a line serves all its patterns. */
  search(text: string, wide: boolean): Hit | null;
  /** Where the match ends in the text. */
  endOf(hit: Hit): number;
  /** The text of group `content`, empty or undefined where there is none. */
  content(hit: Hit): string | undefined;
  /** Whether it finds the same in a line without its line feed: no text need be written anew. */
  readonly bareLine: boolean;
  /** What a match says of its line's session: the sum of the `SIGN_BITS` whose groups took part and are not empty. */
  signs(hit: Hit): number;
  /** All groups but the signs and the content, in an object of the caller's own. */
  groups(hit: Hit): Groups;
}

/** Groups that say what a line means for its session, not what is known of the offender. */
export const SIGN_BITS = { nofail: 1, mlfgained: 2, mlfforget: 4 } as const;

const isSign = (name: string): boolean => name === 'content' || Object.hasOwn(SIGN_BITS, name);

/** Whether V8 found it, captures and all. */
export const isRaw = (hit: Hit): hit is RegExpExecArray => Array.isArray(hit);

/**
 * Most lines miss, and most of what a prefregex captures is never asked for: where V8 may search by itself and the text needs
 * no other alphabet, the bare match is kept and read on demand.
 */
export function toPattern(expression: Expression): Pattern {
  const exact = compile(expression);
  const names = Object.entries(expression.groups).filter(([name]) => !isSign(name));
  const bare = new RegExp(expression.js);
  const longest = bareLength(expression);
  const { tails } = expression;
  const contents = expression.groups.content;
  const content = contents?.length === 1 ? contents[0] : undefined;
  return {
    search: (text, wide) => (wide || text.length > longest ? exact.search(text) : bare.exec(text)),
    endOf: (hit) => (isRaw(hit) ? hit.index + hit[0].length - (firstOf(hit, tails)?.length ?? 0) : hit.end),
    bareLine: expression.ignoresLastLineFeed === true,
    signs: signsReader(expression),
    content: (hit) => {
      if (!isRaw(hit)) return hit.groups.content;
      return content === undefined ? firstOf(hit, contents) : hit[content];
    },
    groups: (hit) => {
      const read: Groups = {};
      for (const [name, captures] of names) {
        const text = isRaw(hit) ? firstOf(hit, captures) : hit.groups[name];
        if (text !== undefined) read[name] = text;
      }
      return read;
    },
  };
}

function signsReader({ groups }: Expression): Pattern['signs'] {
  const names = Object.keys(SIGN_BITS) as (keyof typeof SIGN_BITS)[];
  const signs = names.flatMap((name) => {
    const captures = groups[name];
    return captures ? [{ name, captures, bit: SIGN_BITS[name] }] : [];
  });
  if (signs.length === 0) return () => 0;
  return (hit) => {
    let bits = 0;
    for (const { name, captures, bit } of signs) {
      if (isRaw(hit) ? firstOf(hit, captures) : hit.groups[name]) bits += bit;
    }
    return bits;
  };
}

/** The longest text that V8's bare match is exact and quick enough for; longer ones go to the memoised matcher. */
function bareLength({ verdict, limit, program }: Expression): number {
  if (program?.forgets) return -1;
  return limit ?? (verdict === 'deadline' ? 0 : Number.POSITIVE_INFINITY);
}

/** The first of the captures that took part. */
export function firstOf(match: RegExpExecArray, captures: readonly number[] | undefined): string | undefined {
  if (captures === undefined) return undefined;
  for (const capture of captures) {
    const text = match[capture];
    if (text !== undefined) return text;
  }
  return undefined;
}
