import type { Expression } from '../core/ruleset';
import { compile, type SearchResult } from '../regex/compile';
import { isWide } from '../regex/subject';

/** Captured texts by lower-case group name; groups that took no part are absent. Without prototype. */
export type Groups = Record<string, string>;

/** Where an expression matched. Its groups are read through the pattern, and only when somebody asks. */
export type Hit = RegExpExecArray | SearchResult;

/** An expression ready to be searched with, exactly as Python's `re.search`. */
export interface Pattern {
  search(text: string): Hit | null;
  /** Where the match ends in the text. */
  endOf(hit: Hit): number;
  /** The text of one group; undefined: it took no part. */
  capture(hit: Hit, name: string): string | undefined;
  /** All groups, in an object of the caller's own. */
  groups(hit: Hit): Groups;
}

const isRaw = (hit: Hit): hit is RegExpExecArray => Array.isArray(hit);

/**
 * Most lines miss, and most of what a prefregex captures is never asked for: where V8 may search by itself and the text needs
 * no other alphabet, the bare match is kept and read on demand.
 */
export function toPattern(expression: Expression): Pattern {
  const exact = compile(expression);
  const names = Object.entries(expression.groups);
  const bare = new RegExp(expression.js);
  const longest = bareLength(expression);
  return {
    search: (text) => (text.length > longest || isWide(text) ? exact.search(text) : bare.exec(text)),
    endOf: (hit) => (isRaw(hit) ? hit.index + hit[0].length : hit.end),
    capture: (hit, name) => {
      return isRaw(hit) ? firstOf(hit, expression.groups[name]) : hit.groups[name];
    },
    groups: (hit) => {
      const read: Groups = Object.create(null);
      if (!isRaw(hit)) return Object.assign(read, hit.groups);
      for (const [name, captures] of names) {
        const text = firstOf(hit, captures);
        if (text !== undefined) read[name] = text;
      }
      return read;
    },
  };
}

/** The longest text that V8's bare match is exact and quick enough for. */
function bareLength({ verdict, tails, limit = 0, program }: Expression): number {
  if (tails || program?.forgets) return -1;
  return verdict === 'linear' ? Number.POSITIVE_INFINITY : limit;
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
