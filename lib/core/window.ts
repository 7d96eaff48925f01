import type { Failure } from './ban';
import type { Seconds } from './ruleset';

/**
 * The live failures of one (jail, ip): later than its last clear, in time order.
 * The window of `t` is `t - findtime < f <= t`.
 */
export interface Window {
  readonly maxretry: number;
  readonly findtime: Seconds;
  /** Hosts the failures of a full window must come from; 1: nobody asks. */
  readonly minhosts: number;
  /** Sorted by time; ties in order of arrival. */
  readonly failures: Failure[];
}

/** What a window that holds `maxretry` failures says: ban at `time`, `failures` of them were in it. */
export interface Reached {
  readonly time: Seconds;
  readonly failures: number;
}

/** Where a failure of `time` stands: after all that are not later. */
function positionOf(failures: readonly Failure[], time: Seconds): number {
  const newest = failures.at(-1);
  if (!newest || newest.time <= time) return failures.length;
  let low = 0;
  let high = failures.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((failures[middle] as Failure).time <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Puts a failure in its place and looks at the windows it is in.
 * @returns the earliest time whose window now holds `maxretry`, or undefined.
 */
export function arrive(window: Window, failure: Failure): Reached | undefined {
  const { failures } = window;
  const at = positionOf(failures, failure.time);
  // Most failures come in the order of time.
  if (at === failures.length) failures.push(failure);
  else failures.splice(at, 0, failure);
  // Without `minhosts` a failure can only fill the windows in which it is one of the last `maxretry`.
  return window.minhosts > 1 ? earliestOverHosts(window, at) : earliestFull(window, at, at + window.maxretry);
}

/** The earliest window, of those that end at the failures `from` to `to`, that holds `maxretry`. */
function earliestFull(window: Window, from: number, to: number): Reached | undefined {
  const { failures, maxretry, findtime } = window;
  for (let last = Math.max(from, maxretry - 1); last < Math.min(to, failures.length); last++) {
    const end = (failures[last] as Failure).time;
    const first = failures[last - maxretry + 1] as Failure;
    if (first.time > end - findtime) return { time: end, failures: countIn(window, end) };
  }
  return undefined;
}

function countIn(window: Window, end: Seconds): number {
  const { failures, findtime } = window;
  return positionOf(failures, end) - positionOf(failures, end - findtime);
}

/** Takes out every failure up to `time`, then looks at all that is left. */
export function clear(window: Window, time: Seconds): Reached | undefined {
  window.failures.splice(0, positionOf(window.failures, time));
  return window.minhosts > 1 ? earliestOverHosts(window, 0) : earliestFull(window, 0, window.failures.length);
}

/** The earliest window, of those that end at failure `from` or later, that holds `maxretry` of `minhosts` hosts. */
function earliestOverHosts(window: Window, from: number): Reached | undefined {
  const { failures, maxretry, minhosts, findtime } = window;
  const begin = failures[from];
  if (!begin) return undefined;
  const hosts = new Map<string, number>();
  let first = positionOf(failures, begin.time - findtime);
  for (let last = first; last < failures.length; last++) {
    const newest = failures[last] as Failure;
    count(hosts, newest, 1);
    for (; (failures[first] as Failure).time <= newest.time - findtime; first++) {
      count(hosts, failures[first] as Failure, -1);
    }
    if (last >= from && last - first + 1 >= maxretry && hosts.size >= minhosts) {
      return { time: newest.time, failures: countIn(window, newest.time) };
    }
  }
  return undefined;
}

/** A failure that was counted before the jail asked for hosts stands for none. */
function count(hosts: Map<string, number>, { host }: Failure, by: 1 | -1): void {
  if (host === undefined) return;
  const left = (hosts.get(host) ?? 0) + by;
  if (left === 0) hosts.delete(host);
  else hosts.set(host, left);
}
