import { parseAddress } from '../core/address';

const MASK = '***';

/** `user=bob`, `ruser="bob"`, `?password=secret`: what a field of such a name holds. */
const FIELD =
  /\b((?:sasl_)?user(?:_?name)?|ruser|logname|login|acct|account|uname|email|pass(?:word|wd)?|pwd|secret|token)(=|: ?)("[^"]*"|'[^']*'|<[^>]*>|\[[^\]]*\]|[^\s,;&"']+)/gi;
/** `user "bob"`, `for user 'bob'`. */
const QUOTED = /\b((?:user|for|login|account) )("[^"]*"|'[^']*'|<[^>]*>|\[[^\]]*\])/gi;
/** `for invalid user bob smith from 192.0.2.1`: everything up to the last ` from `; a name may hold blanks, and ` from `. */
const FROM = /\b(user|for) (?!\*\*\*).* from /i;
/** `authenticating user bob 192.0.2.1 port 22`, `for bob`: one word. */
const WORD =
  /\b((?:invalid |illegal |authenticating )?user|for) (?!\*\*\*)(?!user\b|invalid user\b|illegal user\b)\S+/gi;

/**
 * A log line without the user names in it: people type passwords where a name belongs, and a mail is no place for them.
 * @param names what the jail's filter captured as users; they are masked wherever they stand. Names the filter does not
 * capture are found by the words daemons put before them.
 */
export function maskUsers(line: string, names: readonly string[]): string {
  const known = [...names].sort((a, b) => b.length - a.length).reduce(maskName, line);
  return known
    .replace(FIELD, `$1$2${MASK}`)
    .replace(QUOTED, `$1${MASK}`)
    .replace(FROM, `$1 ${MASK} from `)
    .replace(WORD, (found, before: string) => (isAddress(found) ? found : `${before} ${MASK}`));
}

/** `for 192.0.2.1` names no user. */
const isAddress = (found: string): boolean =>
  parseAddress(found.slice(found.lastIndexOf(' ') + 1).replace(/[,;:.]+$/, '')) !== undefined;

function maskName(line: string, name: string): string {
  if (name === '' || name === MASK) return line;
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return line.replace(new RegExp(`(?<!\\w)${escaped}(?!\\w)`, 'g'), MASK);
}
