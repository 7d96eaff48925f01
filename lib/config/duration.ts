import { LONGEST_BAN } from '../core/bounds';
import type { Seconds } from '../core/ruleset';

/** A year is the mean of four (365.25 days), a month a twelfth of it, as in fail2ban. */
const YEAR = 31_557_600;

const UNITS: readonly (readonly [RegExp, Seconds])[] = [
  [/^(?:s|ss|se|sec|second|seconds)$/, 1],
  [/^(?:m|mm|mi|min|minute|minutes)$/, 60],
  [/^(?:h|hh|ho|hou|hour|hours)$/, 3600],
  [/^(?:d|dd|da|day|days)$/, 86_400],
  [/^(?:w|ww|we|wee|week|weeks)$/, 604_800],
  [/^(?:mo|mon|month|months)$/, YEAR / 12],
  [/^(?:y|yy|ye|yea|year|years)$/, YEAR],
];

type Token = { readonly kind: 'number'; readonly value: number } | { readonly kind: 'sign'; readonly sign: string };

/**
 * Reads a duration as fail2ban writes them: `600`, `10m`, `1h 30m`, `1d12h`, `1y-6mo`, `2 * 1h`, `-1`. Parts side by side are
 * added; `+ - * /` and parentheses count as usual; a number without a unit is seconds.
 * @returns seconds (a fraction is possible), or undefined when the text is anything else.
 */
export function parseDuration(text: string): Seconds | undefined {
  const tokens = tokenize(text.toLowerCase());
  if (!tokens) return undefined;
  const reader = { tokens, position: 0 };
  const value = sum(reader);
  return reader.position === tokens.length && value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** `parseDuration` of what a person gives for a time to come: undefined, too, when it is longer than any ban may be. */
export function boundedDuration(text: string): Seconds | undefined {
  const seconds = parseDuration(text);
  return seconds !== undefined && seconds <= LONGEST_BAN ? seconds : undefined;
}

function tokenize(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const pattern = /\s*(?:(\d+(?:\.\d*)?|\.\d+)\s*([a-z]*)|([-+*/()]))\s*/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [, number, unit = '', sign] = match;
    const factor = unit === '' ? 1 : UNITS.find(([name]) => name.test(unit))?.[1];
    if (factor === undefined) return undefined;
    tokens.push(sign === undefined ? { kind: 'number', value: Number(number) * factor } : { kind: 'sign', sign });
  }
  return tokens.length === 0 ? undefined : tokens;
}

interface Reader {
  readonly tokens: readonly Token[];
  position: number;
}

/** Takes the next token if it is one of these signs. */
function take(reader: Reader, ...signs: readonly string[]): string | undefined {
  const token = reader.tokens[reader.position];
  if (token?.kind !== 'sign' || !signs.includes(token.sign)) return undefined;
  reader.position++;
  return token.sign;
}

function sum(reader: Reader): number | undefined {
  let total = product(reader);
  while (total !== undefined && reader.position < reader.tokens.length) {
    const sign = take(reader, '+', '-');
    if (sign === undefined && reader.tokens[reader.position]?.kind !== 'number') return total;
    const next = product(reader);
    total = next === undefined ? undefined : total + (sign === '-' ? -next : next);
  }
  return total;
}

function product(reader: Reader): number | undefined {
  let value = factor(reader);
  for (let sign = take(reader, '*', '/'); sign !== undefined; sign = take(reader, '*', '/')) {
    const next = factor(reader);
    if (value === undefined || next === undefined) return undefined;
    value = sign === '*' ? value * next : value / next;
  }
  return value;
}

function factor(reader: Reader): number | undefined {
  const sign = take(reader, '-', '+');
  if (sign !== undefined) {
    const value = factor(reader);
    return value === undefined || sign === '+' ? value : -value;
  }
  if (take(reader, '(')) {
    const inner = sum(reader);
    return take(reader, ')') ? inner : undefined;
  }
  const token = reader.tokens[reader.position++];
  return token?.kind === 'number' ? token.value : undefined;
}
