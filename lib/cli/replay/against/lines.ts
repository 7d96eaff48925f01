import type { JailSetting } from '../../../config/settings';
import type { AppEvent } from '../../../core/event';
import type { TimedLine } from '../merge';
import { eventIdOf } from '../run';

/** A line in which the two configurations find different addresses; each as `ADDRESS in JAIL`. */
export interface ChangedLine {
  readonly line: TimedLine;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface LineChanges {
  /** The first of them, in the order they were read. */
  readonly shown: readonly ChangedLine[];
  readonly differ: number;
  /** Lines in which both find the same. */
  readonly alike: number;
}

/** Options that change what a line means to a jail. */
const READING =
  /^(?:filters?|mode|(?:fail|ignore|pref)regex|maxlines|datepattern|usedns|ambiguity|loggroup|logpath|enabled)$/;

/** Changed lines that are kept with their text. */
const SHOWN = 1_000;

/** What was found, by event id. */
type Found = Map<string, string[]>;

/**
 * Compares two replays of the same log line by line: the first is taken whole, the second window by window, as its lines are
 * at hand only there. @returns undefined when no setting changes what is found in a line.
 */
export function compareLines(settings: readonly JailSetting[]) {
  if (!settings.some(({ option }) => READING.test(option))) return undefined;
  const [before, after]: readonly [Found, Found] = [new Map(), new Map()];
  const shown: ChangedLine[] = [];
  const count = { differ: 0, alike: 0 };
  let window: readonly TimedLine[] = [];
  const settle = () => {
    for (const line of window) {
      const change = { line, before: taken(before, line), after: taken(after, line) };
      if (change.before.length + change.after.length === 0) continue;
      const alike = change.before.join() === change.after.join();
      count[alike ? 'alike' : 'differ'] += 1;
      if (!alike && shown.length < SHOWN) shown.push(change);
    }
    window = [];
  };
  return {
    takeBefore: taker(before),
    takeAfter: taker(after),
    /** The lines whose events come next in the second replay. */
    takeLines: (lines: readonly TimedLine[]) => {
      settle();
      window = lines;
    },
    /** What is left of the first replay stands in logs that the second does not read. */
    changes: (): LineChanges => {
      settle();
      return { ...count, differ: count.differ + before.size, shown };
    },
  };
}

const taker = (found: Found) => (event: AppEvent) => {
  if (event.event !== 'found') return;
  const entry = `${event.ip} in ${event.jail}`;
  const known = found.get(event.eventId);
  if (known) known.push(entry);
  else found.set(event.eventId, [entry]);
};

function taken(found: Found, line: TimedLine): readonly string[] {
  const id = eventIdOf(line);
  const entries = found.get(id) ?? [];
  found.delete(id);
  return entries.sort();
}
