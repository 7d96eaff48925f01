/** One object of a whois answer: lower-case names to values, in order. */
export type Paragraph = readonly (readonly [name: string, value: string])[];

/** `name: value` lines between blank lines; comments (`%`, `#`) end no object. */
export function paragraphsOf(text: string): readonly Paragraph[] {
  return text
    .replaceAll('\r', '')
    .split(/\n\s*\n/)
    .map((part) => part.split('\n').flatMap(fieldOf))
    .filter((part) => part.length > 0);
}

function fieldOf(line: string): [string, string][] {
  const colon = line.indexOf(':');
  if (colon < 1 || colon > 40 || /^[%#\s]/.test(line)) return [];
  const value = line.slice(colon + 1).trim();
  return value === '' ? [] : [[line.slice(0, colon).toLowerCase(), value]];
}

/** Values of the first of `names` that the paragraph has. */
export function valuesOf(paragraph: Paragraph, ...names: readonly string[]): readonly string[] {
  for (const name of names) {
    const values = paragraph.filter(([key]) => key === name).map(([, value]) => value);
    if (values.length > 0) return values;
  }
  return [];
}
