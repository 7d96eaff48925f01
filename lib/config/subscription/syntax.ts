/** Characters that stand for themselves in CloudWatch's regular expressions (docs: "Supported regex syntax"). */
const PLAIN = /[A-Za-z0-9:_#=@/;,-]/;

/** How a blank is written: exactly, or in one character. */
export type Blank = '\\s' | '.';

/**
 * A field of a journal entry that is no plain text but a list, of bytes or of several values (systemd, "Journal JSON
 * Format"): no text can be looked for in there. Of the fields that make the line (MESSAGE, SYSLOG_IDENTIFIER,
 * SYSLOG_PID, _PID, _COMM, _HOSTNAME) the last letters, the quote, and the bracket that opens the list.
 */
const JOURNAL_LIST = String.raw`[A-Z][DEMR].\s*:\s*\[`;

/**
 * The filter pattern that lets through whatever holds one of the texts. A character that CloudWatch's syntax has no
 * place for becomes `.`, which only widens.
 * @param texts printable ASCII.
 */
export function patternOf(texts: readonly string[], blank: Blank): string {
  const written = texts.map((text) => [...text].map((char) => writtenAs(char, blank)).join(''));
  return `%${[...new Set([...written, JOURNAL_LIST])].join('|')}%`;
}

function writtenAs(char: string, blank: Blank): string {
  if (char === ' ') return blank;
  return PLAIN.test(char) ? char : '.';
}
