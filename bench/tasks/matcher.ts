import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { LogLine } from '../../lib/core/record';
import type { Jail, Ruleset } from '../../lib/core/ruleset';
import { createLineClock, type LineClock } from '../../lib/detect/line-time';
import { createMatcher } from '../../lib/detect/matcher';
import { OFFENDER_GROUPS } from '../../lib/detect/offender-groups';
import { prepare } from '../../lib/detect/prepared';
import { searchLine } from '../../lib/detect/search';
import { createStreamState, type StreamState } from '../../lib/detect/stream-state';
import { isWide } from '../../lib/regex/subject';
import { tuneV8 } from '../../lib/runtime/v8-flags';
import { cpu, decodeFloor, type Payload, payloadsOf } from './payloads';
import type { MatcherTimes } from './tasks';

/**
 * Times, in one process: decoding; the expressions on text whose date is already cut out (`search`: prefregex, first
 * characters, failregexes); the matcher as it is used, which finds and cuts the date, and judges what it found with the
 * session's lines, too (`match`). V8 is set as the function sets it, and the first half of the lines warms up. What the
 * benchmark holds is set aside before anything is timed: a loop pays for collecting its own garbage, not for moving its lines.
 */
export function matcherTimes(payloads: string, ruleset: Ruleset): MatcherTimes {
  tuneV8();
  const jail = ruleset.jails[0] as Jail;
  const options = { ...jail, timeRule: { kind: 'event' }, tells: 'offender' } as const;
  const prepared = prepare(jail.rules, OFFENDER_GROUPS);
  const matcher = createMatcher(jail.rules, options);
  const state = createStreamState();
  const delivered = [...payloadsOf(payloads)].slice(0, PAYLOADS);
  const floor = timed(delivered, (payload) => decodeFloor(payload).logEvents.length > 0);
  const lines = delivered.flatMap(linesOf);
  const cut = lines.map(cutter(createLineClock(jail.rules, options), state));
  collectGarbage();
  const search = timed(cut, ({ text }) => searchLine(prepared, text, isWide(text)) !== null);
  const match = timed(lines, (line) => matcher.match(line, state).kind === 'failure');
  return { lines: halfOf(lines), floor, search, match };
}

/** Payloads whose lines are held at a time. */
const PAYLOADS = 20;

const halfOf = (items: readonly unknown[]): number => items.length >> 1;

const linesOf = (payload: Payload): readonly LogLine[] =>
  decodeFloor(payload).logEvents.map(({ message, timestamp }) => ({
    ...{ text: message, timestamp: timestamp / 1000, fields: null },
  }));

const cutter = (clock: LineClock, state: StreamState) => (line: LogLine) => {
  const span = clock.find(line, isWide(line.text), state);
  return span ? { ...line, text: line.text.slice(0, span.start) + line.text.slice(span.end) } : line;
};

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** What the second half of the items takes. */
function timed<T>(items: readonly T[], look: (item: T) => boolean): number {
  let started = 0;
  let found = 0;
  for (let at = 0; at < items.length; at++) {
    if (at === halfOf(items)) started = cpu();
    if (look(items[at] as T)) found++;
  }
  const spent = cpu() - started;
  // The answer is used, so that the loop is not optimised away.
  return found < 0 ? Number.NaN : spent;
}
