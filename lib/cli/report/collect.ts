import { MISSED } from '../../app/detect/match-batch';
import type { AppEvent } from '../../core/event';
import type { Seconds } from '../../core/ruleset';
import type { TimedLine } from '../replay/merge';
import { createMissedLines, type MissedLines } from './missed';
import { createTimelineCounter, type TimelineCounter } from './timeline';

/** What the page needs besides the outcome of a replay. */
export interface Collected {
  readonly timeline: TimelineCounter;
  readonly missed: MissedLines;
  /** By address: of all jails. */
  readonly offenders: ReadonlyMap<string, Seen>;
}

/** Failures of an address. */
export interface Seen {
  readonly jails: Set<string>;
  failures: number;
  first: Seconds;
  last: Seconds;
}

export interface Collector extends Collected {
  readonly onEvent: (event: AppEvent) => void;
  readonly onVerdicts: (lines: readonly TimedLine[], best: Uint8Array) => void;
}

/** @param nameOf the name of a file by its number */
export function createCollector(nameOf: (file: number) => string): Collector {
  const timeline = createTimelineCounter();
  const missed = createMissedLines();
  const offenders = new Map<string, Seen>();
  return {
    ...{ timeline, missed, offenders },
    onEvent: (event) => {
      if (event.event === 'ban') timeline.banned(event.time);
      if (event.event !== 'found') return;
      timeline.failed(event.time);
      see(offenders, event);
    },
    onVerdicts: (lines, best) => {
      lines.forEach(({ text, file, line }, index) => {
        if (best[index] === MISSED) missed.take(text, () => `${nameOf(file)}:${line}`);
      });
    },
  };
}

function see(offenders: Map<string, Seen>, { ip, jail, time }: Extract<AppEvent, { event: 'found' }>): void {
  const seen = offenders.get(ip) ?? { jails: new Set<string>(), failures: 0, first: time, last: time };
  offenders.set(ip, seen);
  seen.jails.add(jail);
  seen.failures += 1;
  seen.first = Math.min(seen.first, time);
  seen.last = Math.max(seen.last, time);
}
