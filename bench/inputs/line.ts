import type { Random } from './random';

/** A log line and its time, milliseconds since the epoch. */
export interface Line {
  readonly time: number;
  readonly text: string;
}

/** Where the inputs begin: 2026-03-01T00:00:00Z, in seconds. */
export const START = 1_772_323_200;

/** The documentation ranges: 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 and 2001:db8::/32. */
export function address(random: Random): string {
  if (random.chance(0.03)) return `2001:db8:${random.between(1, 400).toString(16)}::${random.between(1, 9)}`;
  return `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.between(1, 254)}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** `Mar  1 00:00:00`, as syslog writes it. */
export function syslogDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  const month = MONTHS[date.getUTCMonth()];
  return `${month} ${String(date.getUTCDate()).padStart(2)} ${clock(date)}`;
}

/** `01/Mar/2026:00:00:00 +0000`, as a web server's access log has it. */
export function accessDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${clock(date)} +0000`;
}

/** `2026/03/01 00:00:00`, as nginx's error log has it. */
export function errorDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${date.getUTCFullYear()}/${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())} ${clock(date)}`;
}

const clock = (date: Date): string =>
  `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
