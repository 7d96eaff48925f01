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
