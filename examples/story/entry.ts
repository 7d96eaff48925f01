/** A line of one of the example logs and the second of the day it was written in. */
export interface Entry {
  /** Seconds since midnight of the example day. */
  readonly at: number;
  readonly text: string;
}

/** Everything in the example logs happens on Wednesday, 18 November 2026, UTC. */
export const DAY = { year: 2026, month: 11, monthName: 'Nov', day: 18 } as const;

/** Seconds since midnight of `hh:mm` or `hh:mm:ss`. */
export function clock(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

/** `hh:mm:ss` of a second of the day. */
export function timeOfDay(at: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(at / 3600)}:${two((at / 60) % 60)}:${two(at % 60)}`;
}

/** The log file: lines in the order of their time, those of one second in the order they were told. */
export const inOrder = (entries: readonly Entry[]): string =>
  [...entries]
    .sort((a, b) => Math.floor(a.at) - Math.floor(b.at))
    .map((entry) => `${entry.text}\n`)
    .join('');

/** Numbers that grow with the time of day and never come twice: process ids, nginx's connections. */
export function numbering(first: number, perSecond: number): (at: number) => number {
  const taken = new Set<number>();
  return (at) => {
    let number = first + Math.floor(at * perSecond);
    while (taken.has(number)) number++;
    taken.add(number);
    return number;
  };
}

/** `count` times, `every` seconds apart, from `start`. */
export const times = (start: number, every: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => start + index * every);
