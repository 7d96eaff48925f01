/** Control, format (bidi, zero-width), surrogate, private and unassigned characters, line and paragraph separators. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A stranger's text as one line of harmless characters: what would not be seen, or would change how the rest is seen, is
 * written as `\u{202e}`; a tab becomes a space. Idempotent on its own output.
 */
export const visible = (text: string): string =>
  text.replace(UNSAFE, (char) => (char === '\t' ? ' ' : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`));

/** Mail programs make a link of any `scheme://`, also in plain text; `http[:]//` they leave alone. */
export const withoutLinks = (text: string): string => text.replaceAll('://', '[:]//');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For HTML text and quoted attribute values. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** The first `length` characters (code points); a cut is shown. */
export function shortened(text: string, length: number): string {
  const head = [...text.slice(0, 2 * length)].slice(0, length).join('');
  return head.length === text.length ? text : `${head} [cut]`;
}
