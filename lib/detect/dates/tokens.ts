import { MONTHS, WEEKDAYS } from './calendar';

/** A field of a date pattern: the Python expression it stands for, and the word a report shows in its place. */
interface Token {
  readonly regex: string;
  readonly name: string;
}

const zoneLetters = (letter: string): string => `${letter}(?:${letter}{2,4})?`;
const ZONE_DIGITS = String.raw`[+-][01]\d(?::?\d{2})?`;

const field = (letter: string, body: string): string => `(?P<${letter}>${body})`;
/** Longer names first, so that no name is cut short by one it begins with. */
const anyOf = (names: readonly string[]): string =>
  [...names]
    .sort((a, b) => b.length - a.length)
    .map(anyCase)
    .join('|');
const abbreviations = (names: readonly string[]): string => anyOf(names.map((name) => name.slice(0, 3)));
/** Letters in either case, written out: names are read in any case. */
const anyCase = (name: string): string => name.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);

const zoneOrOffset = (letter: string): string => `(?:${zoneLetters(letter)})?${ZONE_DIGITS}|${zoneLetters(letter)}`;

const WEEK = String.raw`5[0-3]|[0-4]\d|\d`;
/** The compound tokens %c %x %X are read as Python's C locale writes them, with Python's own narrower numbers. */
const PLAIN_DAY = String.raw`3[01]|[12]\d|0[1-9]|[1-9]| [1-9]`;
const PLAIN_TIME = [
  field('H', String.raw`2[0-3]|[01]\d|\d`),
  field('M', String.raw`[0-5]\d|\d`),
  field('S', String.raw`6[01]|[0-5]\d|\d`),
].join(':');

const token = (name: string, regex: string): Token => ({ name, regex });

const TOKENS: Readonly<Record<string, Token>> = {
  '%': token('%', '%'),
  a: token('DAY', field('a', abbreviations(WEEKDAYS))),
  A: token('DAYNAME', field('A', anyOf(WEEKDAYS))),
  b: token('MON', field('b', abbreviations(MONTHS))),
  B: token('MONTH', field('B', anyOf(MONTHS))),
  c: token(
    '%c',
    [
      field('a', abbreviations(WEEKDAYS)),
      field('b', abbreviations(MONTHS)),
      field('d', PLAIN_DAY),
      PLAIN_TIME,
      field('Y', String.raw`\d{4}`),
    ].join(String.raw`\s+`),
  ),
  d: token('Day', field('d', String.raw`[12]\d|[0 ]?[1-9]|3[01]`)),
  f: token('Microseconds', field('f', '[0-9]{1,6}')),
  G: token('%G', field('G', String.raw`\d{4}`)),
  H: token('24hour', field('H', String.raw`[01]?\d|2[0-3]`)),
  I: token('12hour', field('I', '1[0-2]|0[1-9]|[1-9]')),
  j: token('Yearday', field('j', String.raw`36[0-6]|3[0-5]\d|[12]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0?[1-9]`)),
  k: token('%k', ` ?${field('H', String.raw`[0-2]?\d`)}`),
  l: token('%l', ` ?${field('I', String.raw`1?\d`)}`),
  m: token('Month', field('m', '0?[1-9]|1[0-2]')),
  M: token('Minute', field('M', String.raw`[0-5]?\d`)),
  p: token('AMPM', field('p', anyOf(['am', 'pm']))),
  S: token('Second', field('S', String.raw`[0-5]?\d|6[01]`)),
  u: token('%u', field('u', '[1-7]')),
  U: token('Yearweek', field('U', WEEK)),
  V: token('%V', field('V', String.raw`5[0-3]|0[1-9]|[1-4]\d|\d`)),
  w: token('Weekday', field('w', '[0-6]')),
  W: token('Yearweek', field('W', WEEK)),
  x: token('%x', [field('m', '1[0-2]|0[1-9]|[1-9]'), field('d', PLAIN_DAY), field('y', String.raw`\d\d`)].join('/')),
  X: token('%X', PLAIN_TIME),
  y: token('Year2', field('y', String.raw`\d\d`)),
  Y: token('Year', field('Y', String.raw`\d{4}`)),
  z: token('Zone offset', field('z', `Z|UTC|GMT|${ZONE_DIGITS}`)),
  Z: token('Zone name', field('Z', 'Z|[A-Z]{3,5}')),
  Exd: token('ExDay', field('d', String.raw`[12]\d|0[1-9]|3[01]`)),
  ExH: token('Ex24hour', field('H', String.raw`[01]\d|2[0-3]`)),
  Exk: token('%Exk', ` ?${field('H', String.raw`[01]?\d|2[0-3]`)}`),
  Exl: token('%Exl', ` ?${field('I', String.raw`1[0-2]|\d`)}`),
  Exm: token('ExMonth', field('m', '0[1-9]|1[0-2]')),
  ExM: token('ExMinute', field('M', String.raw`[0-5]\d`)),
  ExS: token('ExSecond', field('S', String.raw`[0-5]\d|6[01]`)),
  Exy: token('ExYear2', field('y', String.raw`\d{2}`)),
  // fail2ban narrows the decades to those up to three years from its start; a ruleset outlives the day it was made.
  ExY: token('ExYear', field('Y', String.raw`20[0-3]\d`)),
  Exz: token('ExZone offset', field('z', zoneOrOffset('[A-Z]'))),
  ExZ: token('ExZone name', field('Z', zoneLetters('[A-Z]'))),
};

const TOKEN = /%(Ex[dHklmMSyYzZ]|.|$)/gs;

/**
 * A date pattern with its `%` fields replaced: by their Python expressions, and by their words for a report.
 * @throws Error on a `%` that begins no known field.
 */
export function expandTokens(pattern: string): Expanded {
  const replaced = (read: (token: Token, key: string) => string) =>
    pattern.replace(TOKEN, (whole, key: string) => {
      const known = Object.hasOwn(TOKENS, key) ? TOKENS[key] : undefined;
      if (!known) throw new Error(`date pattern '${pattern}': '${whole}' is no date field (a literal % is written %%)`);
      return read(known, key);
    });
  // Names of days and months are read in any case, and then so is the whole pattern.
  const ignoreCase = /(?<!%)%[aAbBpc]/.test(pattern);
  const inFields = ignoreCase && !/[A-Za-z]/.test(withoutSyntax(pattern));
  const regex = replaced((token, key) => (inFields && ANY_CASE[key]) || token.regex);
  return { regex, name: replaced(({ name }) => name), ignoreCase: ignoreCase && !inFields };
}

export interface Expanded {
  readonly regex: string;
  readonly name: string;
  /** Letters stand outside the fields as well, so that the whole expression must be told to ignore case. */
  readonly ignoreCase: boolean;
}

/** Zone fields as they are read beside names, in any case. */
const ANY_CASE: Readonly<Record<string, string>> = {
  z: field('z', `${['z', 'utc', 'gmt'].map(anyCase).join('|')}|${ZONE_DIGITS}`),
  Z: field('Z', '[Zz]|[A-Za-z]{3,5}'),
  Exz: field('z', zoneOrOffset('[A-Za-z]')),
  ExZ: field('Z', zoneLetters('[A-Za-z]')),
};

/** The characters a pattern matches as they stand: without fields, escapes and the names of groups. */
const withoutSyntax = (pattern: string): string => pattern.replace(TOKEN, '').replace(/\\.|\(\?P(?:<\w+>|=\w+\))/g, '');
