import type { LogLine } from '../../core/record';
import type { FilterRules, Jail, Seconds } from '../../core/ruleset';
import { createLineClock, type LineClock } from '../../detect/line-time';
import { createStreamState } from '../../detect/stream-state';
import { isWide } from '../../regex/subject';
import { readLine } from '../../sources/journald';
import type { TimedLine } from './merge';

export interface TimeContext {
  /** IANA name or fixed offset of dates that carry none. */
  readonly zone: string;
  /** The present that year-less dates lie before, seconds since the epoch. */
  readonly now: Seconds;
}

/**
 * Gives each line of one file its time: the date in the line, else the last date before it. Lines before the first date
 * have the first date's time; in a file without any, all lines are of now.
 */
export async function* timedLines(
  file: number,
  chunks: AsyncIterable<readonly string[]>,
  jails: readonly Jail[],
  context: TimeContext,
): AsyncGenerator<readonly TimedLine[]> {
  const timeOf = lineTimer(jails, context);
  let count = 0;
  let undated: Omit<TimedLine, 'time'>[] = [];
  let dated = false;
  for await (const chunk of chunks) {
    const timed: TimedLine[] = [];
    for (const text of chunk) {
      const line = { file, line: ++count, text };
      const time = timeOf(text);
      if (time === undefined) {
        undated.push(line);
        continue;
      }
      if (!dated) timed.push(...undated.map((earlier) => ({ ...earlier, time })));
      dated = true;
      undated = [];
      timed.push({ ...line, time });
    }
    if (timed.length > 0) yield timed;
  }
  if (undated.length > 0) yield undated.map((line) => ({ ...line, time: context.now }));
}

/** Answers undefined until the file's first date. */
function lineTimer(jails: readonly Jail[], { zone, now }: TimeContext): (text: string) => Seconds | undefined {
  const clocks = jails
    .filter(({ rules }) => rules.dates !== null)
    .map(({ rules, logtimezone }) => openClock(rules, { logtimezone, zone, now }));
  let last: Seconds | undefined;
  return (text) => {
    const line = readLine({ timestamp: 0, message: text });
    last = (line.fields ? line.timestamp : firstTime(clocks, line)) ?? last;
    return last;
  };
}

interface OpenClock {
  readonly clock: LineClock;
  readonly state: ReturnType<typeof createStreamState>;
}

function openClock(
  rules: FilterRules,
  { logtimezone, zone, now }: TimeContext & { readonly logtimezone: string | null },
): OpenClock {
  const clock = createLineClock(rules, { logtimezone, timeRule: { kind: 'file', zone, now } });
  return { clock, state: createStreamState() };
}

/** The first date that any of the file's jails finds in the line. */
function firstTime(clocks: readonly OpenClock[], line: LogLine): Seconds | undefined {
  for (const { clock, state } of clocks) {
    const span = clock.find(line, isWide(line.text), state);
    const time = span && clock.timeOf(line, span, state);
    if (time !== undefined) return time;
  }
  return undefined;
}
