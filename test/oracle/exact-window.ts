import { python } from './processes';

/** A line of a log as the oracle takes it; without `ip` it only moves the clock. */
export interface OracleLine {
  readonly time: number;
  readonly ip?: string;
}

export interface Limits {
  readonly maxretry: number;
  readonly findtime: number;
  readonly bantime: number;
}

/** Bans and prolongations as comparable texts, and who is banned when the clock stops. */
export interface Bans {
  readonly events: readonly string[];
  readonly banned: readonly string[];
}

/** What an exact window over the findings gives, by exact_window.py. */
export function exactWindow(lines: readonly OracleLine[], { maxretry, findtime, bantime }: Limits): Bans {
  const limits = ['--maxretry', `${maxretry}`, '--findtime', `${findtime}`, '--bantime', `${bantime}`];
  return bansOf(python('exact_window.py', limits, lines.map((line) => JSON.stringify(line)).join('\n')));
}

/** The same of `fail2edge replay --json`, or of the oracle's output: they write alike. */
export function bansOf(events: readonly Record<string, unknown>[]): Bans {
  const summary = events.find(({ event }) => event === 'summary');
  const made = events.filter(({ event }) => event === 'ban' || event === 'prolong');
  return {
    events: made.map(({ event, ip, time, until }) => `${ip} ${event} ${millis(time)} until ${millis(until)}`).sort(),
    banned: [...((summary?.banned ?? []) as string[])].sort(),
  };
}

/** Python writes 1.0 where JavaScript writes 1, and both carry the error of a sum. */
const millis = (time: unknown): string => (time === null ? 'ever' : (time as number).toFixed(3));
