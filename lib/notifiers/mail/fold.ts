/** RFC 5322 2.1.1 allows 998 octets a line, without CRLF; room is left for what a relay may add. */
const LINE_OCTETS = 900;

/**
 * Breaks a text into lines of at most `octets` bytes of UTF-8, never inside a character.
 * @param print how a character is written in the sink (escaped for HTML); a printed character is never broken.
 */
export function fold(text: string, print: (char: string) => string = (char) => char, octets = LINE_OCTETS): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const char of text) {
    const printed = print(char);
    const size = Buffer.byteLength(printed);
    if (used + size > octets) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += printed;
    used += size;
  }
  lines.push(line);
  return lines;
}
