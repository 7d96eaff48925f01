import { type Atom, type Pattern, parse, type Term } from './parse';

/** Whether CloudWatch Logs delivers an event. */
export type Delivers = (message: string) => boolean;

/**
 * What a subscription with this filter pattern delivers: everything when it is empty, else events with a match anywhere.
 * Where the documentation leaves it open, less is let through: `.` is one ASCII character and no line feed.
 * @throws InvalidParameterException for a pattern the service would not take.
 */
export function subscription(filterPattern: string): Delivers {
  if (filterPattern === '') return () => true;
  const pattern = parse(filterPattern);
  const starts = pattern.map(firstsOf);
  return (message) => pattern.some((terms, index) => searched(terms, message, starts[index]));
}

/** The leading characters of an alternative that each stand once, to find candidates by. */
function firstsOf(terms: Pattern[number]): string {
  const end = terms.findIndex(({ atom, min, max }) => atom.kind !== 'char' || min !== 1 || max !== 1);
  return terms
    .slice(0, end < 0 ? terms.length : end)
    .map(({ atom }) => (atom.kind === 'char' ? atom.char : ''))
    .join('');
}

function searched(terms: readonly Term[], message: string, firsts = ''): boolean {
  for (let at = message.indexOf(firsts); at >= 0 && at <= message.length; at = message.indexOf(firsts, at + 1)) {
    if (matches(terms, 0, message, at)) return true;
    if (firsts === '' && at === message.length) return false;
  }
  return false;
}

/** Whether the terms from `index` on match from `at` on. */
function matches(terms: readonly Term[], index: number, message: string, at: number): boolean {
  const term = terms[index];
  if (!term) return true;
  const { atom, min, max } = term;
  if (atom.kind === 'begin') return at === 0 && matches(terms, index + 1, message, at);
  if (atom.kind === 'end') return at === message.length && matches(terms, index + 1, message, at);
  let count = 0;
  while (count < max && is(atom, message[at + count])) count++;
  for (; count >= min; count--) if (matches(terms, index + 1, message, at + count)) return true;
  return false;
}

function is(atom: Atom, char: string | undefined): boolean {
  if (char === undefined) return false;
  if (atom.kind === 'char') return atom.char === char;
  if (atom.kind === 'any') return char >= ' ' && char <= '~';
  return atom.kind === 'class' && char <= '\x7f' && atom.has(char);
}
