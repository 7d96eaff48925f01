import { boundedDuration } from '../../../config/duration';
import { MOST_RETRIES } from '../../../core/bounds';
import { UsageError } from '../../io';
import { CHANGEABLE, type SettingName } from '../grammar/settings';

type Kind = NonNullable<SettingName['set']>;
type Read = (text: string) => unknown;

/** How a value is read, undefined: it is none; and what one looks like. */
const READERS: Readonly<Record<Kind, readonly [read: Read, hint: string]>> = {
  time: [
    (text) => seconds(text, (time) => time !== 0),
    'a time such as 600, 10m, 1d12h, at most 100000y; -1 is for ever',
  ],
  length: [(text) => seconds(text, (time) => time > 0), 'a time such as 600, 10m, 1d12h'],
  retries: [(text) => whole(text, [1, MOST_RETRIES]), `a whole number from 1 to ${MOST_RETRIES}, as in jail.local`],
  count: [(text) => whole(text, [1, Number.MAX_SAFE_INTEGER]), 'a whole number, at least 1'],
  flag: [flag, 'true or false'],
  number: [(text) => positive(text), 'a number above 0'],
  numbers: [(text) => numbers(text), 'whole numbers with spaces between, such as "1 2 4 8"'],
};

/** The value of a setting as `set JAIL SETTING VALUE` gives it. @throws UsageError saying what it must be. */
export function readValue(name: string, text: string): unknown {
  const kind = CHANGEABLE.find((setting) => setting.name === name)?.set ?? 'count';
  const [read, hint] = READERS[kind];
  const value = read(text.trim());
  if (value === undefined) throw new UsageError(`${name} ${JSON.stringify(text)}: write ${hint}`);
  return value;
}

const YES = /^(?:1|on|true|yes)$/i;
const NO = /^(?:0|off|false|no)$/i;

/** As fail2ban reads a flag; undefined: it is none. */
export function flag(text: string): boolean | undefined {
  if (YES.test(text)) return true;
  return NO.test(text) ? false : undefined;
}

/** `on` or `off`. @throws UsageError */
export function onOff(text: string): boolean {
  const value = flag(text);
  if (value === undefined) throw new UsageError(`${JSON.stringify(text)}: write on or off`);
  return value;
}

function seconds(text: string, may: (time: number) => boolean): number | undefined {
  const time = boundedDuration(text);
  return time !== undefined && may(time) ? time : undefined;
}

function whole(text: string, [least, most]: readonly [number, number]): number | undefined {
  const value = Number(text);
  return /^\d{1,9}$/.test(text) && value >= least && value <= most ? value : undefined;
}

const positive = (text: string): number | undefined => {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) && value > 0 ? value : undefined;
};

function numbers(text: string): readonly number[] | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return words.length > 0 && words.every((word) => /^\d{1,9}$/.test(word)) ? words.map(Number) : undefined;
}
