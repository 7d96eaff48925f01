import type { FirstSet } from '../core/ruleset';

/** For every ASCII code, then for all other characters, then for a text without any: who may match, in order. */
export type FirstTable = readonly (readonly number[])[];

const OTHER = 128;
const NOTHING = 129;

/**
 * Which of several expressions are worth trying on a text, by its first character.
 * @param firsts what a match can begin with; `null`: anything, or the expression is not tied to the text's start.
 */
export function firstTable(firsts: readonly (FirstSet | null)[]): FirstTable {
  const everyone = firsts.map((_, index) => index);
  const table: number[][] = [];
  for (let code = 0; code < OTHER; code++) table.push(everyone.filter((index) => admits(firsts[index], code)));
  table.push(everyone.filter((index) => firsts[index]?.other !== false));
  table.push(everyone.filter((index) => !firsts[index]));
  return table;
}

/** The place in a `FirstTable` of the text's character at `at`. Behind its end there is none: only who admits anything may match. */
export function firstOf(text: string, at = 0): number {
  if (at >= text.length) return NOTHING;
  const code = text.charCodeAt(at);
  return Math.min(code, OTHER);
}

function admits(first: FirstSet | null | undefined, code: number): boolean {
  if (!first) return true;
  const digit = Number.parseInt(first.ascii.charAt(code >> 2), 16);
  return (digit & (8 >> (code & 3))) !== 0;
}
