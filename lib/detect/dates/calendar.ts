export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

/** Monday first, as ISO 8601 counts. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** A day of the proleptic Gregorian calendar. `month` and `day` count from 1. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Seconds from the epoch to 00:00 UTC of that day; undefined when there is no such day or its year is not 1 to 9999. */
export function startOf(day: Day): number | undefined {
  if (!(day.year >= 1 && day.year <= 9999)) return undefined;
  // Date.UTC reads years below 100 as 19xx.
  const date = new Date(0);
  date.setUTCFullYear(day.year, day.month - 1, day.day);
  const same = date.getUTCMonth() === day.month - 1 && date.getUTCDate() === day.day;
  return same && day.month >= 1 ? date.getTime() / 1000 : undefined;
}

/** The day that `time` (seconds) falls on in UTC. */
export function dayOf(time: number): Day {
  const date = new Date(time * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Day `ordinal` (from 1) of the year; it may run over into the next. */
export function dayOfYear(year: number, ordinal: number): Day {
  const first = startOf({ year, month: 1, day: 1 }) ?? Number.NaN;
  return dayOf(first + (ordinal - 1) * 86_400);
}

/**
 * Day of the year (from 1; may be zero or less) of a weekday in a week counted as strftime's %U (weeks begin on Sunday) or %W
 * (on Monday): days before the year's first such day are in week 0.
 * @param weekday Monday 0 to Sunday 6.
 */
export function ordinalOfWeek(year: number, week: number, weekday: number, begins: 'monday' | 'sunday'): number {
  const first = startOf({ year, month: 1, day: 1 }) ?? Number.NaN;
  const firstWeekday = modulo7(Math.floor(first / 86_400) + 3); // 1970 began on a Thursday
  const shift = begins === 'sunday' ? 1 : 0;
  const opening = modulo7(firstWeekday + shift);
  const offset = modulo7(weekday + shift);
  const weekOne = modulo7(7 - opening);
  return week === 0 ? 1 + offset - opening : 1 + weekOne + 7 * (week - 1) + offset;
}

const modulo7 = (days: number): number => ((days % 7) + 7) % 7;
