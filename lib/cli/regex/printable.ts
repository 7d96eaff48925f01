const hex = (code: number): string => code.toString(16).padStart(2, '0');

/**
 * Text of a log as a terminal may safely show it: control characters and line separators as `\xNN` and `\uNNNN`. An
 * attacker writes the lines; an escape sequence among them must not reach the terminal.
 */
export const printable = (text: string): string =>
  text.replace(/[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (char) => {
    const code = char.charCodeAt(0);
    return code > 0xff ? `\\u${code.toString(16)}` : `\\x${hex(code)}`;
  });

/** JSON in which no control character stands as itself. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\x7f-\x9f\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
