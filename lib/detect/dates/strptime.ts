import { type Day, dayOf, dayOfYear, MONTHS, ordinalOfWeek, startOf, WEEKDAYS } from './calendar';
import { timeToWall, wallToTime } from './zone';
import { fixedOffset } from './zone-names';

/** Where a date without a year or a zone stands. */
export interface DateContext {
  /** Seconds since the epoch; dates without a year lie before it, at most 24 h after it. */
  readonly reference: number;
  /** IANA name or fixed offset of dates that carry no zone; `null`: UTC. */
  readonly zone: string | null;
}

export interface ReadDate {
  /** Seconds since the epoch. */
  readonly time: number;
  /** The date said its own zone (or is one that needs none, as seconds since the epoch). */
  readonly zoned: boolean;
}

/** The texts captured for strptime letters; absent ones did not take part in the match. */
export type DateTexts = Readonly<Record<string, string | undefined>>;

const DAY = 86_400;

/** A date without a year takes the latest year that has it: 29 February may be eight years back (1896 to 1904). */
const YEARS_BACK = 8;

/**
 * Reads a date from its fields. Seconds' fractions are dropped, as fail2ban drops them.
 * @returns undefined when the fields make no date: 30 February, hour 27, an unknown zone abbreviation.
 */
export function readDate(texts: DateTexts, context: DateContext): ReadDate | undefined {
  const written = texts.z ?? texts.Z;
  const offset = written === undefined ? undefined : fixedOffset(written);
  if (written !== undefined && offset === undefined) return undefined;
  const clock = secondsOfDay(texts);
  if (clock === undefined) return undefined;
  const local: Local = {
    clock,
    reference: context.reference,
    toTime: offset === undefined ? (wall) => wallToTime(wall, context.zone ?? 'UTC') : (wall) => wall - offset,
    wallNow: offset === undefined ? timeToWall(context.reference, context.zone ?? 'UTC') : context.reference + offset,
  };
  const year = yearOf(texts);
  const time = year === undefined ? withoutYear(texts, local) : withYear(texts, year, local);
  return time === undefined ? undefined : { time, zoned: offset !== undefined };
}

interface Local {
  readonly clock: number;
  readonly reference: number;
  readonly toTime: (wall: number) => number;
  /** What a clock in the date's zone shows at the reference. */
  readonly wallNow: number;
}

function withYear(texts: DateTexts, year: number, local: Local): number | undefined {
  const day = dayIn(texts, year);
  if (day === 'none') return today(local, year);
  const start = day && startOf(day);
  return start === undefined ? undefined : local.toTime(start + local.clock);
}

function withoutYear(texts: DateTexts, local: Local): number | undefined {
  const thisYear = dayOf(local.wallNow).year;
  for (let year = thisYear; year >= thisYear - YEARS_BACK; year--) {
    const day = dayIn(texts, year);
    if (day === 'none') return today(local, year);
    const start = day && startOf(day);
    if (start === undefined) continue;
    const time = local.toTime(start + local.clock);
    if (time <= local.reference + DAY) return time;
  }
  return undefined;
}

/** Only a time of day: today's, or yesterday's when today's is still to come. */
function today(local: Local, year: number): number | undefined {
  const start = startOf({ ...dayOf(local.wallNow), year });
  if (start === undefined) return undefined;
  const time = local.toTime(start + local.clock);
  return time > local.reference ? local.toTime(start - DAY + local.clock) : time;
}

/** `none`: the fields name no day. undefined: they name one only in part, or none that this year has. */
function dayIn(texts: DateTexts, year: number): Day | 'none' | undefined {
  const month = monthOf(texts);
  const day = texts.d === undefined ? undefined : Number(texts.d);
  if (month !== undefined && day !== undefined) return { year, month, day };
  const ordinal = ordinalOf(texts, year);
  if (ordinal !== undefined) return dayOfYear(year, ordinal);
  return month === undefined && day === undefined ? 'none' : undefined;
}

function ordinalOf(texts: DateTexts, year: number): number | undefined {
  if (texts.j !== undefined) return Number(texts.j);
  const weekday = weekdayOf(texts);
  if (weekday === undefined) return undefined;
  if (texts.U !== undefined) return ordinalOfWeek(year, Number(texts.U), weekday, 'sunday');
  return texts.W === undefined ? undefined : ordinalOfWeek(year, Number(texts.W), weekday, 'monday');
}

function weekdayOf({ w, a, A }: DateTexts): number | undefined {
  if (w !== undefined) return (Number(w) + 6) % 7;
  const name = a ?? A;
  if (name === undefined) return undefined;
  return WEEKDAYS.findIndex((weekday) => weekday.startsWith(name.toLowerCase()));
}

function monthOf({ m, b, B }: DateTexts): number | undefined {
  if (m !== undefined) return Number(m);
  const name = b ?? B;
  return name === undefined ? undefined : MONTHS.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;
}

/** A year of two digits, or any up to 2000, is one of this century. */
function yearOf({ Y, y }: DateTexts): number | undefined {
  if (Y !== undefined) return Number(Y);
  if (y === undefined) return undefined;
  return Number(y) <= 2000 ? Number(y) + 2000 : Number(y);
}

function secondsOfDay(texts: DateTexts): number | undefined {
  const hour = texts.I === undefined ? Number(texts.H ?? 0) : hourOfTwelve(Number(texts.I), texts.p);
  const minute = Number(texts.M ?? 0);
  const second = Number(texts.S ?? 0);
  return hour < 24 && minute < 60 && second < 60 ? hour * 3600 + minute * 60 + second : undefined;
}

function hourOfTwelve(hour: number, half: string | undefined): number {
  const afternoon = half?.toLowerCase() === 'pm';
  if (hour === 12) return afternoon ? 12 : 0;
  return afternoon ? hour + 12 : hour;
}
