import type { Finding } from '../../core/finding';
import type { LogEvents, LogLine } from '../../core/record';
import type { Seconds } from '../../core/ruleset';
import type { Prefilter } from '../../detect/prefilter';
import type { StreamState } from '../../detect/stream-state';
import { readLine } from '../../sources/journald';
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

/** The records of a batch, and what is known of them before they are read. */
export interface Records {
  readonly events: LogEvents;
  /** Whether a record can matter to any jail of its log group. */
  readonly mayMatter: Prefilter;
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
 * @param arrived told the time of each record, in order
 */
export function matchBatch(
  watching: readonly Watching[],
  { events, mayMatter, best }: Records,
  arrived: (timestamp: Seconds) => void = () => undefined,
): void {
  for (const { state } of watching) state.sought = false;
  const ofGroup = asking(mayMatter);
  const ofWatches: (Asking | undefined)[] = [];
  for (const { watch } of watching) ofWatches.push(watch.mayMatter && asking(watch.mayMatter));
  for (let index = 0; index < events.length; index++) {
    const message = events.message(index);
    const escaped = events.escaped(index);
    const timestamp = events.timestamp(index);
    if (!passes(ofGroup, message, escaped)) {
      arrived(timestamp / 1000);
      continue;
    }
    // Lines are made one by one and let go: what a batch holds on to is what the garbage collector copies.
    const line = readLine({ timestamp, message, escaped });
    arrived(line.timestamp);
    for (let which = 0; which < watching.length; which++) {
      const asked = ofWatches[which];
      if (asked && !passes(asked, message, escaped)) continue;
      best[index] = Math.max(best[index] as number, look(watching[which] as Watching, line, index));
    }
  }
}

/** A prefilter in use: how many events of the batch it was asked for, and how many of them it held back. */
interface Asking {
  readonly mayMatter: Prefilter;
  asked: number;
  held: number;
}

const asking = (mayMatter: Prefilter): Asking => ({ mayMatter, asked: 0, held: 0 });

/** Whether an event is to be read. Where nearly every one is, asking costs more than it saves, and is left. */
function passes(asking: Asking, message: string, escaped: boolean): boolean {
  if (asking.held < asking.asked >> 3) return true;
  asking.asked += 1;
  if (asking.mayMatter(message, escaped)) return true;
  asking.held += 1;
  return false;
}

/** What a line means to one jail. */
function look({ watch, state, found }: Watching, line: LogLine, record: number): number {
  const verdict = watch.matcherFor(line).match(line, state);
  if (verdict.kind === 'ignored') return IGNORED;
  if (verdict.kind !== 'failure') return MISSED;
  found.push({ watch, record, finding: verdict.finding });
  return MATCHED;
}
