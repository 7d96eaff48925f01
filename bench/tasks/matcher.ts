import type { Jail, Ruleset } from '../../lib/core/ruleset';
import { createLineClock } from '../../lib/detect/line-time';
import { createMatcher } from '../../lib/detect/matcher';
import { OFFENDER_GROUPS } from '../../lib/detect/offender-groups';
import { prepare } from '../../lib/detect/prepared';
import { searchLine } from '../../lib/detect/search';
import { createStreamState } from '../../lib/detect/stream-state';
import { isWide } from '../../lib/regex/subject';
import { tuneV8 } from '../../lib/runtime/v8-flags';
import { cpu, decodeFloor, type Payload, payloadsOf } from './payloads';
import type { MatcherTimes } from './tasks';

/**
 * Times, in one process and payload by payload: decoding; the expressions on text whose date is already cut out (`search`:
 * prefregex, first characters, failregexes); the matcher as it is used, which finds and cuts the date, and judges what it found
 * with the session's lines, too (`match`). V8 is set as the function sets it. The first half of the payloads warms up and is
 * not counted.
 */
export function matcherTimes(payloads: string, ruleset: Ruleset): MatcherTimes {
  tuneV8();
  const times = [...payloadsOf(payloads)].map(timerOf(ruleset.jails[0] as Jail));
  const counted = times.slice(times.length / 2);
  const sum = (name: keyof MatcherTimes) => counted.reduce((total, times) => total + times[name], 0);
  return { lines: sum('lines'), floor: sum('floor'), search: sum('search'), match: sum('match') };
}

function timerOf(jail: Jail): (payload: Payload) => MatcherTimes {
  const options = { ...jail, timeRule: { kind: 'event' }, tells: 'offender' } as const;
  const prepared = prepare(jail.rules, OFFENDER_GROUPS);
  const clock = createLineClock(jail.rules, options);
  const matcher = createMatcher(jail.rules, options);
  const state = createStreamState();
  return (payload) => {
    const started = cpu();
    const { logEvents } = decodeFloor(payload);
    const floor = cpu() - started;
    const lines = logEvents.map(({ message, timestamp }) => ({
      text: message,
      timestamp: timestamp / 1000,
      fields: null,
    }));
    const cut = lines.map((line) => {
      const span = clock.find(line, isWide(line.text), state);
      const { text } = line;
      return span ? { ...line, text: `${text.slice(0, span.start)}${text.slice(span.end)}` } : line;
    });
    const search = timed(cut, ({ text }) => searchLine(prepared, text, isWide(text)) !== null);
    const match = timed(lines, (line) => matcher.match(line, state).kind === 'failure');
    return { lines: lines.length, floor, search, match };
  };
}

function timed<T>(items: readonly T[], look: (item: T) => boolean): number {
  const started = cpu();
  let found = 0;
  for (const item of items) if (look(item)) found++;
  const spent = cpu() - started;
  // The answer is used, so that the loop is not optimised away.
  return found < 0 ? Number.NaN : spent;
}
