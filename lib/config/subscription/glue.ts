import type { DateTemplate } from '../../core/ruleset';
import { compileDatepattern } from '../../detect/dates/compile';

/**
 * The date is cut out of a line before it is matched, and the halves are glued: what a filter sees may stand in no
 * line. A `Glue` says whether a date can have been cut out between `text[at - 1]` and `text[at]`.
 */
export type Glue = (text: string, at: number) => boolean;

/** The places where these templates can cut; `anywhere`: nothing is known of one of them. */
export function glueOf(dates: readonly DateTemplate[] | null): Glue | 'anywhere' {
  const all = (dates ?? []).map(glueOfTemplate);
  const known = all.filter((glue) => glue !== 'anywhere');
  return known.length < all.length ? 'anywhere' : (text, at) => known.some((glue) => glue(text, at));
}

function glueOfTemplate({ js, fields, head }: DateTemplate): Glue | 'anywhere' {
  if (fields.cut?.join() !== '1') return 'anywhere';
  if (head !== undefined) return between(literalOf(tokensOf(head).at(-1)), undefined);
  // The cut begins where the line begins: nothing stands before it.
  if (js.startsWith('^(') && !js.startsWith('^(?')) return () => false;
  if (fields.rest) return aroundOwnGroup(js);
  const whole = endsInWord(js);
  if (js.startsWith(lineBegin())) {
    return (text, at) => at <= 2 && !/\w/.test(text.slice(0, at)) && !(whole && isWord(text, at));
  }
  return whole ? (text, at) => !isWord(text, at) : 'anywhere';
}

const isWord = (text: string, at: number): boolean => /\w/.test(text.charAt(at));

/** `{^LN-BEG}`: at most two signs before the date, no letter and no digit. */
const lineBegin = (): string => compileDatepattern('{^LN-BEG}x')?.[0]?.js.split('x)')[0] ?? '';

/** The default forms end in a letter or a digit and where a word ends, so that no word goes on behind the cut. */
const endsInWord = (js: string): boolean => (compileDatepattern(null) ?? []).some((template) => template.js === js);

function between(before: string | undefined, after: string | undefined): Glue | 'anywhere' {
  if (before === undefined && after === undefined) return 'anywhere';
  return (text, at) => (before ?? text[at - 1]) === text[at - 1] && (after ?? text[at]) === text[at];
}

/** A group of the user's own is cut: the characters that the pattern asks for right before and right after it. */
function aroundOwnGroup(js: string): Glue | 'anywhere' {
  const tokens = tokensOf(js);
  const open = tokens.indexOf('(');
  const close = closing(tokens, open);
  const after = isQuantifier(tokens[close + 2]) ? undefined : literalOf(tokens[close + 1]);
  return between(literalOf(tokens[open - 1]), after);
}

/** Escapes, classes and the openings of groups are one token each. */
const TOKENS = /\\(?:x..|u....|\d+|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]))?|[\s\S]/g;

const tokensOf = (js: string): readonly string[] => js.match(TOKENS) ?? [];

function closing(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    if (token.startsWith('(')) depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

const isQuantifier = (token: string | undefined): boolean => token !== undefined && '*+?{'.includes(token);

/** The one character a token stands for; above ASCII a template is written over an alphabet of its own. */
function literalOf(token = ''): string | undefined {
  if (/^\\[^\w\s]$/.test(token)) return token.slice(1);
  return /^[ -~]$/.test(token) && !/[\\^$.|?*+(){}[\]]/.test(token) ? token : undefined;
}
