import type { Seconds } from '../../core/ruleset';

/** Writes times in one zone. */
export interface Times {
  /** `2026-11-18 02:14:09` */
  readonly at: (time: Seconds) => string;
  /** `02:14:09`, with the day in front where it is not that of `day`. */
  readonly near: (time: Seconds, day: Seconds) => string;
  readonly zone: string;
}

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
      const [date, clock] = at(time).split(' ');
      return at(day).startsWith(date as string) ? (clock as string) : `${date} ${clock}`;
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
