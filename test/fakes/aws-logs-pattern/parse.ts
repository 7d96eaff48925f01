/**
 * CloudWatch Logs' regular expressions, as documented ("Supported regular expressions (regex) syntax", CloudWatch Logs
 * User Guide), and nothing more: what the page does not promise is refused.
 */
export type Atom =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly has: (char: string) => boolean }
  | { readonly kind: 'begin' | 'end' };

export interface Term {
  readonly atom: Atom;
  readonly min: number;
  readonly max: number;
}

/** Alternatives of terms in a row. */
export type Pattern = readonly (readonly Term[])[];

export class InvalidParameterException extends Error {
  override readonly name = 'InvalidParameterException';
}

const LONGEST = 1024;
const SYMBOLS = ':_#=@/;,-';
const OPERATORS = '^$?[]{}|\\*+.';

const isPlain = (char: string): boolean => /^[A-Za-z0-9]$/.test(char) || SYMBOLS.includes(char);

interface Reader {
  readonly text: string;
  at: number;
}

/** @throws InvalidParameterException as PutSubscriptionFilter does, for all that is not `%regex%`. */
export function parse(filterPattern: string): Pattern {
  if (filterPattern.length > LONGEST) refuse(`more than ${LONGEST} characters`);
  const text = /^%([^%]+)%$/s.exec(filterPattern)?.[1];
  if (text === undefined) refuse('not %regex%');
  for (const char of text) {
    if (!isPlain(char) && !OPERATORS.includes(char)) refuse(`${JSON.stringify(char)} is not supported`);
  }
  return alternatives({ text, at: 0 });
}

function refuse(reason: string): never {
  throw new InvalidParameterException(`Invalid filter pattern: ${reason}`);
}

function alternatives(reader: Reader): Pattern {
  const found: Term[][] = [[]];
  while (reader.at < reader.text.length) {
    if (reader.text[reader.at] === '|') {
      reader.at++;
      found.push([]);
    } else found.at(-1)?.push(term(reader));
  }
  if (found.some((terms) => terms.length === 0)) refuse('an empty alternative');
  return found;
}

function term(reader: Reader): Term {
  const atom = atomAt(reader);
  const bounds = quantifier(reader);
  if (bounds.quantified && (atom.kind === 'begin' || atom.kind === 'end')) refuse('a repeated anchor');
  if ('?*+{'.includes(reader.text[reader.at] ?? '|')) refuse('a quantifier behind a quantifier');
  return { atom, min: bounds.min, max: bounds.max };
}

function atomAt(reader: Reader): Atom {
  const char = reader.text[reader.at++] ?? '';
  if (char === '.') return { kind: 'any' };
  if (char === '^') return { kind: 'begin' };
  if (char === '$') return { kind: 'end' };
  if (char === '[') return classAt(reader);
  if (char === '\\') return escapeAt(reader);
  if (!isPlain(char)) refuse(`${char} in this place`);
  return { kind: 'char', char };
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  d: /^[0-9]$/,
  D: /^[^0-9]$/,
  s: /^[ \t\r\n]$/,
  S: /^[^ \t\r\n]$/,
  w: /^[A-Za-z0-9_]$/,
  W: /^[^A-Za-z0-9_]$/,
};

function escapeAt(reader: Reader): Atom {
  const char = reader.text[reader.at++] ?? '';
  const known = CLASSES[char];
  if (known) return { kind: 'class', negated: false, has: (one) => known.test(one) };
  if (char === 'x') {
    const digits = /^[0-7][0-9A-Fa-f]/.exec(reader.text.slice(reader.at))?.[0];
    if (digits === undefined) refuse('\\x without two digits of ASCII');
    reader.at += 2;
    return { kind: 'char', char: String.fromCharCode(Number.parseInt(digits, 16)) };
  }
  if (char === '' || /[A-Za-z0-9]/.test(char)) refuse(`the escape \\${char}`);
  return { kind: 'char', char };
}

function classAt(reader: Reader): Atom {
  const negated = reader.text[reader.at] === '^';
  if (negated) reader.at++;
  const end = reader.text.indexOf(']', reader.at);
  const body = reader.text.slice(reader.at, end < 0 ? undefined : end);
  if (end < 0 || !/^(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9:_#=@/;,.])+$/.test(body)) refuse(`the class [${body}]`);
  reader.at = end + 1;
  const parts = body.match(/.-.|./g) ?? [];
  const holds = (char: string) =>
    parts.some((part) => (part.length === 3 ? char >= part.charAt(0) && char <= part.charAt(2) : char === part));
  return { kind: 'class', negated, has: (char) => holds(char) !== negated };
}

function quantifier(reader: Reader): { readonly min: number; readonly max: number; readonly quantified: boolean } {
  const written = /^(?:[?*+]|\{\d+(?:,\d*)?\})/.exec(reader.text.slice(reader.at))?.[0];
  if (written === undefined) return { min: 1, max: 1, quantified: false };
  reader.at += written.length;
  if (written === '?') return { min: 0, max: 1, quantified: true };
  if (written === '*' || written === '+') return { min: written === '+' ? 1 : 0, max: Infinity, quantified: true };
  const [, low = '0', comma, high] = /\{(\d+)(,)?(\d*)\}/.exec(written) ?? [];
  const max = comma === undefined ? Number(low) : high ? Number(high) : Infinity;
  if (max < Number(low)) refuse(written);
  return { min: Number(low), max, quantified: true };
}
