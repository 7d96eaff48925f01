import type { LogLine } from '../core/record';
import type { DateTemplate, FilterRules } from '../core/ruleset';
import { createDateFinder, type DateFinder, type DateSpan } from './dates/find';
import type { StreamState } from './stream-state';

/**
 * Where a line's time comes from. `file`: the date in the line, else the last date before it; `zone` is that of dates without
 * one (`null`: UTC), `now` what year-less dates lie before. `event`: the event's timestamp, unless the date carries a zone
 * or the jail sets `logtimezone`.
 */
export type TimeRule =
  | { readonly kind: 'file'; readonly zone: string | null; readonly now: number }
  | { readonly kind: 'event' };

export interface TimeOptions {
  readonly logtimezone: string | null;
  readonly timeRule: TimeRule;
  /** Makes the finder of dates, or hands out one that others use. @default makes one */
  readonly finderOf?: typeof createDateFinder;
}

/** A date this far ahead of the event that carries it, or this far behind, is a wrong clock or zone. Seconds. */
const AHEAD = 60;
const BEHIND = 86_400;

/** Finds dates and reads the time of lines of one stream. A journal record's time is its own; its text has no date. */
export interface LineClock {
  /** The date to cut out of the text. It is remembered as the stream's last one. `wide`: the text has a character above U+00FF. */
  find(line: LogLine, wide: boolean, state: StreamState): DateSpan | undefined;
  /** Seconds since the epoch. A date that is none (30 February) is cut out like any other, and the last one before it counts. */
  timeOf(line: LogLine, span: DateSpan | undefined, state: StreamState): number;
}

export function createLineClock(rules: Pick<FilterRules, 'dates' | 'logtype'>, options: TimeOptions): LineClock {
  const { dates, logtype } = rules;
  if (dates === null && logtype === 'journal') return { find: () => undefined, timeOf: (line) => line.timestamp };
  const { finderOf = createDateFinder } = options;
  const finder = finderOf(dates ?? []);
  return options.timeRule.kind === 'file'
    ? fileClock(finder, options.timeRule, options.logtimezone)
    : eventClock(finder, dates ?? [], options.logtimezone);
}

function fileClock(
  finder: DateFinder,
  rule: TimeRule & { readonly kind: 'file' },
  logtimezone: string | null,
): LineClock {
  const context = { reference: rule.now, zone: logtimezone ?? rule.zone };
  const read = (span: DateSpan | undefined, state: StreamState): number | undefined => {
    const time = span && finder.parse(span, context)?.time;
    if (time !== undefined) state.lastTime = time;
    return time;
  };
  return {
    find: (line, wide, state) => {
      const span = line.fields === null ? finder.findIn(line, wide) : undefined;
      if (!span || span.start === span.end) return undefined;
      state.earlierDate = state.lastDate;
      state.lastDate = span;
      return span;
    },
    timeOf: ({ timestamp, fields }, span, state) => {
      if (fields !== null) return timestamp;
      return read(span ?? state.lastDate, state) ?? read(state.earlierDate, state) ?? state.lastTime ?? rule.now;
    },
  };
}

function eventClock(
  finder: DateFinder,
  dates: NonNullable<FilterRules['dates']>,
  logtimezone: string | null,
): LineClock {
  const tells = dates.map(({ fields }) => tellsTime(fields, logtimezone));
  return {
    find: (line, wide) => {
      const span = line.fields === null ? finder.findIn(line, wide) : undefined;
      return span && span.start < span.end ? span : undefined;
    },
    timeOf: ({ timestamp }, span, state) => {
      if (!span || !tells[span.template]?.(span)) return timestamp;
      const date = finder.parse(span, { reference: timestamp, zone: logtimezone });
      if (!date || !(date.zoned || logtimezone !== null)) return timestamp;
      if (date.time <= timestamp + AHEAD && date.time >= timestamp - BEHIND) return date.time;
      state.clock++;
      return timestamp;
    },
  };
}

/** Signs of which every zone holds one: `Z`, a name, an offset. Digits, blanks, dots, colons and slashes make no zone. */
const ZONE_SIGN = /[^\d ./:]/;

/** Whether a date of a template can say its instant; most of those without a zone are known to be by a look at their signs. */
function tellsTime(fields: DateTemplate['fields'], logtimezone: string | null): (span: DateSpan) => boolean {
  const has = (...names: readonly string[]) => names.some((name) => fields[name] !== undefined);
  if (logtimezone !== null || has('epoch', 'lepoch', 'tai64n')) return () => true;
  if (!has('z', 'Z')) return () => false;
  if (has('rest', 'tail')) return () => true;
  return ({ text, start, end }) => ZONE_SIGN.test(text.slice(start, end));
}
