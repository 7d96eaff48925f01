import type { Seconds } from '../../core/ruleset';

/** Writes times in one zone. */
export interface Times {
  /** `2026-11-18 02:14:09` */
  readonly at: (time: Seconds) => string;
  /** `02:14:09`; `11-19 02:14:09` where the day is not that of `day`, with the year where that is another, too. */
  readonly near: (time: Seconds, day: Seconds) => string;
  readonly zone: string;
}

/** Lengths of `2026-11-18` and `2026`. */
const DATE = 10;
const YEAR = 4;

export function timesIn(zone: string): Times {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const at = (time: Seconds) => format.format(time * 1000);
  return {
    at,
    near: (time, day) => {
      const text = at(time);
      const other = at(day);
      if (text.slice(0, DATE) === other.slice(0, DATE)) return text.slice(DATE + 1);
      return text.slice(0, YEAR) === other.slice(0, YEAR) ? text.slice(YEAR + 1) : text;
    },
    zone,
  };
}

const UNITS = [
  ['d', 86400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** `1d 2h`, `10m`, `45s`: the two greatest units that say something. */
export function duration(seconds: Seconds): string {
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.slice(0, 2).join(' ') || '0s';
}

/** `12,431` */
export const grouped = (count: number): string => count.toLocaleString('en-US');
