import { literal } from '../core/literal';
import { LONGEST_LINE } from '../core/record';
import type { Jail } from '../core/ruleset';

/**
 * Whether a record can matter to any of some jails, seen before anything of it is read.
 * @param message as it came; `escaped`: with JSON's escapes left in
 */
export type Prefilter = (message: string, escaped: boolean) => boolean;

/** More texts than this are faster looked for by one expression than one by one. */
const ONE_BY_ONE = 4;
const BRACE = 123;

/**
 * A list of bytes or of values in a journal entry (systemd, "Journal JSON Format"), in which no text stands as such: the last
 * letters of the fields that make the line (MESSAGE, SYSLOG_IDENTIFIER, SYSLOG_PID, _PID, _COMM, _HOSTNAME), and the bracket.
 */
const JOURNAL_LIST = String.raw`[A-Z][DEMR]\\*"(?:\s|\\+[nrt])*:(?:\s|\\+[nrt])*\[`;

/**
 * Looks for what the jails need (`Jail.needs`) in the record as it came, its escapes left in. What writes letters as `\uXXXX`
 * could hide them, so such a record is always read.
 */
export function prefilter(jails: readonly Pick<Jail, 'needs'>[]): Prefilter {
  const needs = new Set<string>();
  for (const jail of jails) {
    if (!jail.needs) return () => true;
    for (const text of jail.needs) needs.add(text);
  }
  const texts = [...needs];
  const holds = textsIn(texts);
  const journal = new RegExp([...texts.map(literal), JOURNAL_LIST].join('|'));
  return (message, escaped) => {
    const found = message.charCodeAt(0) === BRACE ? journal.test(message) : holds(message);
    // A line that is too long is counted as cut, whatever it says.
    return found || message.length > LONGEST_LINE || (escaped && message.includes('\\u'));
  };
}

function textsIn(texts: readonly string[]): (message: string) => boolean {
  if (texts.length > ONE_BY_ONE) {
    const pattern = new RegExp(texts.map(literal).join('|'));
    return (message) => pattern.test(message);
  }
  const pieces = texts.map(rarePiece);
  return (message) => {
    for (const piece of pieces) if (message.includes(piece)) return true;
    return false;
  };
}

/** What log lines are made of, the commonest first (counted in `test/filters/samples`); what is not named is rare. */
const COMMON = ' 01:"eto.a2isrn3mlchd5fu8,p6-[]4vg/9w';

/**
 * The end of a text, at least half of it, that begins with its rarest character: V8 looks for the first character of a text
 * at the speed of memory, and compares the rest wherever it stands.
 */
function rarePiece(text: string): string {
  const rarity = (at: number) => {
    const rank = COMMON.indexOf(text.charAt(at));
    return rank < 0 ? COMMON.length : rank;
  };
  let from = 0;
  for (let at = 1; at <= text.length >> 1; at++) if (rarity(at) > rarity(from)) from = at;
  return text.slice(from);
}
