import type { DateTemplate } from '../../core/ruleset';
import { isWide, subjectOf } from '../../regex/subject';
import { type DateSpan, execAt, locate } from './locate';
import { type Probe, toProbes } from './probes';
import { isWhole, readStamp } from './stamp';
import type { DateContext, ReadDate } from './strptime';

export type { DateSpan } from './locate';
export type { DateContext } from './strptime';

/** A date in a text: its place, the instant it names (seconds since the epoch), and whether it said its own zone. */
export interface FoundDate extends ReadDate {
  readonly start: number;
  readonly end: number;
}

export interface DateFinder {
  /** Where `text` has its date. */
  find(text: string): DateSpan | undefined;
  /** The same for a line that others, too, may ask for. `wide`: its text has a character above U+00FF. */
  findIn(line: { readonly text: string }, wide: boolean): DateSpan | undefined;
  /** Reads what `find` found; undefined when it is no date (30 February, an unknown zone). */
  parse(span: DateSpan, context: DateContext): FoundDate | undefined;
}

/**
 * Finding is cheap and done for every line (the date is cut out of it); reading is done for lines that matter, and a text
 * read last is not read again: log lines of one second share their date.
 */
export function createDateFinder(templates: readonly DateTemplate[]): DateFinder {
  const probes = toProbes(templates);
  let last: Reading | undefined;
  let lastLine: { readonly text: string } | undefined;
  let lastSpan: DateSpan | undefined;
  return {
    find: (text) => locate(probes, text, isWide(text)),
    findIn: (line, wide) => {
      if (line === lastLine) return lastSpan;
      lastLine = line;
      lastSpan = locate(probes, line.text, wide);
      return lastSpan;
    },
    parse: (span, context) => {
      const probe = probes.list[span.template];
      if (!probe) return undefined;
      const cut = span.text.slice(span.start, span.end);
      if (!last || !answers(last, span, cut, context)) last = read(probe, span, context);
      return last.date && { start: span.start, end: span.end, ...last.date };
    },
  };
}

/** Finders that jails share: of several jails that look for the same dates the first one finds them for all. */
export function sharedDateFinders(): (templates: readonly DateTemplate[]) => DateFinder {
  const made = new Map<string, DateFinder>();
  return (templates) => {
    const key = JSON.stringify(templates);
    const finder = made.get(key) ?? createDateFinder(templates);
    made.set(key, finder);
    return finder;
  };
}

/** A date text that was read, with all that its reading depended on. */
interface Reading {
  /** `null`: fields stand outside the part that is cut, so that another line with the same part may differ. */
  readonly cut: string | null;
  readonly template: number;
  readonly zone: string | null;
  /** `null`: the date is whole, so the reference says nothing. */
  readonly reference: number | null;
  readonly date: ReadDate | undefined;
}

const answers = (last: Reading, span: DateSpan, cut: string, context: DateContext): boolean =>
  last.cut === cut &&
  last.template === span.template &&
  last.zone === context.zone &&
  (last.reference === null || last.reference === context.reference);

function read(probe: Probe, { text, start, end, template }: DateSpan, context: DateContext): Reading {
  const subject = isWide(text) ? subjectOf(text, probe.alphabet) : undefined;
  const match = execAt(probe, subject?.text ?? text);
  const date = match ? readStamp(match, probe.fields, context, subject?.original) : undefined;
  const whole = match !== null && isWhole(match, probe.fields);
  const cut = probe.fields.rest ? null : text.slice(start, end);
  return { cut, template, zone: context.zone, reference: whole ? null : context.reference, date };
}
