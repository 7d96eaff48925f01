import type { Finding } from '../../core/finding';
import type { LogEvents, LogLine } from '../../core/record';
import type { Seconds } from '../../core/ruleset';
import type { StreamState } from '../../detect/stream-state';
import { readLine } from '../../sources/journald';
import { type Sieve, sieving, sift } from './sieve';
import type { Watch } from './watch';

/** A failure of a jail in a batch: `record` is the index of its record. */
export interface Found {
  readonly watch: Watch;
  readonly record: number;
  readonly finding: Finding;
}

/** What the jails made of each record; the greater wins. */
export const MISSED = 0;
export const IGNORED = 1;
export const MATCHED = 2;

/** The records of a batch. */
export interface Records {
  readonly events: LogEvents;
  /** The best verdict of each record so far. */
  readonly best: Uint8Array;
}

/** A jail at work on a batch. */
export interface Watching {
  readonly watch: Watch;
  readonly state: StreamState;
  /** Takes what it finds, in the order of the records. */
  readonly found: Found[];
}

/**
 * Runs jails over a batch's lines, line by line: what one jail found out about a line, such as where its date stands, serves
 * the next. Afterwards `state.sought` says whether a line belongs to a session that the state has not seen begin: what is
 * stored of it could matter.
 * @param sieve of these very jails
 * @param arrived told the time of each record, in order
 */
export function matchBatch(
  watching: readonly Watching[],
  sieve: Sieve,
  { events, best }: Records,
  arrived: (timestamp: Seconds) => void = () => undefined,
): void {
  for (const { state } of watching) state.sought = false;
  const sifting = sieving(sieve);
  const passed = { jails: new Int32Array(watching.length), count: 0 };
  for (let index = 0; index < events.length; index++) {
    const message = events.message(index);
    const escaped = events.escaped(index);
    const timestamp = events.timestamp(index);
    passed.count = 0;
    sift(sifting, message, escaped, passed);
    if (passed.count === 0) {
      arrived(timestamp / 1000);
      continue;
    }
    // Lines are made one by one and let go: what a batch holds on to is what the garbage collector copies.
    const line = readLine({ timestamp, message, escaped });
    arrived(line.timestamp);
    for (let at = 0; at < passed.count; at++) {
      const verdict = look(watching[passed.jails[at] as number] as Watching, line, index);
      best[index] = Math.max(best[index] as number, verdict);
    }
  }
}

/** What a line means to one jail. */
function look({ watch, state, found }: Watching, line: LogLine, record: number): number {
  const verdict = watch.matcherFor(line).match(line, state);
  if (verdict.kind === 'ignored') return IGNORED;
  if (verdict.kind !== 'failure') return MISSED;
  found.push({ watch, record, finding: verdict.finding });
  return MATCHED;
}
