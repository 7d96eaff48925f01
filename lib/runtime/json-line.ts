/** Longest text of a value: names and ids are the attacker's, and so would be the size of our log. */
const LONGEST = 1000;

/** DEL, C1, zero-width and bidirectional controls, line and paragraph separators: valid in JSON, mischief in a terminal. */
const HIDDEN = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/**
 * One line of JSON that no value can break out of (CWE-117, CWE-150): control and invisible characters are escaped,
 * long texts cut. Never throws: what JSON cannot hold is said to be so.
 */
export function jsonLine(value: object): string {
  return `${jsonOf(value).replace(HIDDEN, escaped)}\n`;
}

function jsonOf(value: object): string {
  try {
    const whole = JSON.stringify(value);
    // No value is longer than what holds it.
    if (whole.length <= LONGEST) return whole;
    return JSON.stringify(value, (_, one) => (typeof one === 'string' && one.length > LONGEST ? cut(one) : one));
  } catch {
    return '{"level":"ERROR","message":"a value that JSON cannot hold"}';
  }
}

const cut = (text: string): string => `${text.slice(0, LONGEST)}...`;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

export function toStandardOutput(lines: string): void {
  process.stdout.write(lines);
}
