import type { Seconds } from '../../core/ruleset';

/** A line on its way to the handlers. */
export interface TimedLine {
  /** Index of the file among those given. */
  readonly file: number;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** Seconds since the epoch. */
  readonly time: Seconds;
  /** The log stream it came by; absent: the file is one. */
  readonly stream?: string;
}

/**
 * Merges files by time, stably: each file keeps its own order (a line that is older than its predecessor does not
 * overtake it), of equal times the file given first comes first.
 */
export async function* mergeByTime(files: readonly AsyncIterator<readonly TimedLine[]>[]): AsyncGenerator<TimedLine[]> {
  const heads = await Promise.all(files.map(openHead));
  let out: TimedLine[] = [];
  for (let head = earliest(heads); head; head = earliest(heads)) {
    out.push(head.lines[head.at] as TimedLine);
    if (++head.at === head.lines.length) await refill(head);
    if (out.length >= CHUNK) {
      yield out;
      out = [];
    }
  }
  if (out.length > 0) yield out;
}

const CHUNK = 4096;

interface Head {
  readonly source: AsyncIterator<readonly TimedLine[]>;
  lines: readonly TimedLine[];
  at: number;
}

async function openHead(source: AsyncIterator<readonly TimedLine[]>): Promise<Head> {
  const head: Head = { source, lines: [], at: 0 };
  await refill(head);
  return head;
}

async function refill(head: Head): Promise<void> {
  head.at = 0;
  do {
    const next = await head.source.next();
    head.lines = next.done ? [] : next.value;
    if (next.done) return;
  } while (head.lines.length === 0);
}

function earliest(heads: readonly Head[]): Head | undefined {
  let best: Head | undefined;
  for (const head of heads) {
    const line = head.lines[head.at];
    if (line && (!best || line.time < (best.lines[best.at] as TimedLine).time)) best = head;
  }
  return best;
}
