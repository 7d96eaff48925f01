/** Control, format (bidi, zero-width), surrogate, private and unassigned characters, line and paragraph separators. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A stranger's text as one line of harmless characters: what would not be seen, or would change how the rest is seen, is
 * written as `\u{202e}`; a tab becomes a space. Idempotent on its own output.
 */
export const visible = (text: string): string =>
  text.replace(UNSAFE, (char) => (char === '\t' ? ' ' : `\\u{${Number(char.codePointAt(0)).toString(16)}}`));

/** The same of a text of several lines: tabs and line feeds are ours, whatever else a terminal would act on is shown. */
export const harmless = (text: string): string => text.replace(/[^\t\n]+/g, visible);
