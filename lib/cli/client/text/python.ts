/** What Python prints, where fail2ban's answers are Python's. */
export const pythonList = (items: readonly string[]): string => `[${items.join(', ')}]`;

/** As `repr` of a text whose characters can all be seen: in single quotes, in double ones when it holds a single one. */
export function pythonText(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\');
  if (!escaped.includes("'")) return `'${escaped}'`;
  return escaped.includes('"') ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped}"`;
}

/** `None`, `True`, `False`, or the text itself. */
export function pythonWord(value: string | number | boolean | null): string {
  if (value === null) return 'None';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}
