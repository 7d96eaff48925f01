/** The pieces of a Python expression: an escape or a character class is one piece, any other character its own. */
export function* pieces(source: string): Generator<{ readonly text: string; readonly index: number }> {
  const piece = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|[\s\S]/g;
  for (const match of source.matchAll(piece)) yield { text: match[0], index: match.index };
}
