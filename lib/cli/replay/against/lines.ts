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
  /** Of these, the ones in which nobody is found any more; somebody for the first time. */
  readonly lost: number;
  readonly gained: number;
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
  const count = { alike: 0, lost: 0, gained: 0, other: 0 };
  let window: readonly TimedLine[] = [];
  const settle = () => {
    const changes = window.map((line) => ({ line, before: taken(before, line), after: taken(after, line) }));
    for (const change of changes) {
      const kind = kindOf(change);
      if (kind) count[kind] += 1;
      if (kind && kind !== 'alike' && shown.length < SHOWN) shown.push(change);
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
      const { alike, gained, other } = count;
      const lost = count.lost + before.size;
      return { alike, gained, lost, differ: gained + lost + other, shown };
    },
  };
}

function kindOf({ before, after }: ChangedLine): 'alike' | 'lost' | 'gained' | 'other' | undefined {
  if (before.length + after.length === 0) return undefined;
  if (before.join() === after.join()) return 'alike';
  if (after.length === 0) return 'lost';
  return before.length === 0 ? 'gained' : 'other';
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
