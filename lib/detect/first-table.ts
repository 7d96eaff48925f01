import type { FirstSet } from '../core/ruleset';

/** For every ASCII code, then for all other characters, then for a text without any: who may match, in order. */
export type FirstTable = readonly (readonly number[])[];

const OTHER = 128;
/** The last place of a `FirstTable`: a text without any character. */
export const NOTHING = 129;

/**
 * Which of several expressions are worth trying on a text, by its first character.
 * @param firsts what a match can begin with; `null`: anything, or the expression is not tied to the text's start.
 */
export function firstTable(firsts: readonly (FirstSet | null)[]): FirstTable {
  const table: number[][] = Array.from({ length: NOTHING + 1 }, () => []);
  for (let index = 0; index < firsts.length; index++) {
    const first = firsts[index];
    if (first) admit(table, index, first);
    else for (const who of table) who.push(index);
  }
  return table;
}

/** The place in a `FirstTable` of the text's character at `at`. Behind its end there is none: only who admits anything may match. */
export function firstOf(text: string, at = 0): number {
  if (at >= text.length) return NOTHING;
  const code = text.charCodeAt(at);
  return Math.min(code, OTHER);
}

/** Most of the 32 digits are 0: an instance of the function makes tables before its first line. */
function admit(table: readonly number[][], index: number, { ascii, other }: FirstSet): void {
  for (let place = 0; place < ascii.length; place++) {
    const digit = Number.parseInt(ascii.charAt(place), 16);
    for (let bit = 0; digit > 0 && bit < 4; bit++) if (digit & (8 >> bit)) table[4 * place + bit]?.push(index);
  }
  if (other) table[OTHER]?.push(index);
}
