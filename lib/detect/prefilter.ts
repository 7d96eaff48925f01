import { literal } from '../core/literal';
import { LONGEST_LINE, type LogEvent } from '../core/record';
import type { Jail } from '../core/ruleset';

/** Whether a record can matter to any of some jails, seen before anything of it is read. */
export type Prefilter = (event: LogEvent) => boolean;

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
  return ({ message, escaped }) => {
    const found = message.charCodeAt(0) === BRACE ? journal.test(message) : holds(message);
    // A line that is too long is counted as cut, whatever it says.
    return found || message.length > LONGEST_LINE || (escaped === true && message.includes('\\u'));
  };
}

function textsIn(texts: readonly string[]): (message: string) => boolean {
  if (texts.length > ONE_BY_ONE) {
    const pattern = new RegExp(texts.map(literal).join('|'));
    return (message) => pattern.test(message);
  }
  return (message) => {
    for (const text of texts) if (message.includes(text)) return true;
    return false;
  };
}
