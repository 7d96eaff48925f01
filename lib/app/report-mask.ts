import { parseAddress } from '../core/address';

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

/** Of a longer name the beginning is sought, and all that follows is masked: nobody is called so, and looking for it takes long. */
const LONGEST_NAME = 1000;

/** Masks a name where it stands alone, not as a part of a word. */
function maskName(line: string, name: string): string {
  if (name === '' || name === MASK) return line;
  if (name.length > LONGEST_NAME) return maskFrom(line, line.indexOf(name.slice(0, LONGEST_NAME)));
  let masked = '';
  let from = 0;
  let at = line.indexOf(name);
  while (at >= 0) {
    const end = at + name.length;
    const alone = !isWord(line, at - 1) && !isWord(line, end);
    if (alone) {
      masked += line.slice(from, at) + MASK;
      from = end;
    }
    at = line.indexOf(name, alone ? end : behindWord(line, at));
  }
  return masked + line.slice(from);
}

const maskFrom = (line: string, at: number): string => (at < 0 ? line : line.slice(0, at) + MASK);

const isWord = (line: string, at: number): boolean => /\w/.test(line.charAt(at));

/** Where the next name that stands alone can begin: behind the next character that is of no word. */
function behindWord(line: string, at: number): number {
  NO_WORD.lastIndex = at;
  return NO_WORD.test(line) ? NO_WORD.lastIndex : line.length;
}

const NO_WORD = /\W/g;
