import { parseAddress } from '../core/address';
import { literal } from '../core/literal';

const MASK = '***';

/** `user=bob`, `ruser="bob"`, `?password=secret`: what a field of such a name holds; an open quote holds the rest. */
const FIELD =
  /\b((?:sasl_)?user(?:_?name)?|ruser|logname|login|acct|account|uname|email|pass(?:word|wd)?|pwd|secret|token)(=|: ?)("[^"]*(?:"|$)|'[^']*(?:'|$)|<[^>]*(?:>|$)|\[[^\]]*(?:\]|$)|[^\s,;&"']+)/gi;
/** `user "bob"`, `for user 'bob'`. */
const QUOTED = /\b((?:user|for|login|account) )("[^"]*(?:"|$)|'[^']*(?:'|$)|<[^>]*(?:>|$)|\[[^\]]*(?:\]|$))/gi;
/** Where a name begins that ends before the last ` from `. */
const BEFORE_NAME = /\b(?:user|for) (?!\*\*\*)/i;
const FROM = ' from ';
/** `authenticating user bob 192.0.2.1 port 22`, `for bob`: one word. */
const WORD =
  /\b((?:invalid |illegal |authenticating )?user|for) (?!\*\*\*)(?!user\b|invalid user\b|illegal user\b)\S+/gi;

/**
 * A log line without the user names in it: people type passwords where a name belongs, and a mail is no place for them.
 * @param names what the jail's filter captured as users; they are masked wherever they stand. Names the filter does not
 * capture are found by the words daemons put before them. The time taken grows with the line's length, not its square.
 */
export function maskUsers(line: string, names: readonly string[]): string {
  const known = [...names].sort((a, b) => b.length - a.length).reduce(maskName, line);
  const marked = known.replace(FIELD, `$1$2${MASK}`).replace(QUOTED, `$1${MASK}`);
  return maskUpToFrom(marked).replace(WORD, (found, before: string) =>
    isAddress(found) ? found : `${before} ${MASK}`,
  );
}

/** Longer than any address with the colon or comma after it. */
const LONGEST_ADDRESS = 48;

/** `for 192.0.2.1` names no user. */
function isAddress(found: string): boolean {
  const word = found.slice(found.lastIndexOf(' ') + 1);
  return word.length <= LONGEST_ADDRESS && parseAddress(word.replace(/[,;:.]+$/, '')) !== undefined;
}

/** `for invalid user bob smith from 192.0.2.1`: a name may hold blanks, and ` from `, so it ends at the last one. */
function maskUpToFrom(line: string): string {
  const found = BEFORE_NAME.exec(line);
  const begin = found ? found.index + found[0].length : line.length;
  const end = line.lastIndexOf(FROM);
  return begin < end ? line.slice(0, begin) + MASK + line.slice(end) : line;
}

function maskName(line: string, name: string): string {
  if (name === '' || name === MASK || !line.includes(name)) return line;
  return line.replace(new RegExp(`(?<!\\w)${literal(name)}(?!\\w)`, 'g'), MASK);
}
