/** Words as a POSIX shell splits them: quotes and backslashes are undone, an unclosed quote runs to the end. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/(?:"(?:\\.|[^"\\])*"?|'[^']*'?|\\.|[^\s"'\\])+/gs)) {
    words.push(word.replace(/"((?:\\.|[^"\\])*)"?|'([^']*)'?|\\(.)/gs, unquote));
  }
  return words;
}

function unquote(_: string, double?: string, single?: string, escaped?: string): string {
  return double?.replace(/\\(["\\$`])/g, '$1') ?? single ?? escaped ?? '';
}
