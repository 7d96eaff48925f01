import type { Seconds } from '../../core/ruleset';

/** `2026-11-20 06:14:22 UTC`; an instant no calendar holds is printed as the number it is. */
export function when(time: Seconds): string {
  const date = new Date(Math.floor(time) * 1000);
  return Number.isNaN(date.getTime()) ? `${time}` : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const UNITS: readonly (readonly [Seconds, string])[] = [
  [604_800, 'week'],
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** `10 minutes`, `1 day 2 hours`: the two greatest units. */
export function howLong(seconds: Seconds): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [size, unit] of UNITS) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
    else if (parts.length > 0) break;
    rest -= count * size;
  }
  return parts.slice(0, 2).join(' ') || '0 seconds';
}
