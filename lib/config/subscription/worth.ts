/** Words that stand in most lines of one log or another, whatever happened. */
const COMMON =
  /\b(?:a|by|client|for|from|in|is|of|on|port|request|server|session|the|to|user|with|GET|HEAD|HTTP|POST)\b/g;

/**
 * How telling a text is, in bits: about the logarithm of how many characters of a log lie between two places where it
 * stands by chance. Blanks and small letters are most of any log.
 */
export function worth(text: string): number {
  let bits = 0;
  for (const char of text.replace(COMMON, ' '))
    bits += /[a-z]/.test(char) ? 2 : /\d/.test(char) ? 3 : char === ' ' ? 1 : 4;
  return bits;
}

/** The share of other lines that a list of texts lets through, as far as `worth` tells; to compare lists by. */
export const passed = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + 2 ** -worth(text), 0);

/** Texts worth less stand in most lines: four small letters. */
export const LEAST_WORTH = 8;
