import type { DateTemplate } from '../../core/ruleset';
import { isWide, subjectOf } from '../../regex/subject';
import { type FirstTable, firstOf, firstTable } from '../first-table';
import { firstOf as captured } from '../pattern';

/** A date that was found in a text and not read yet. */
export interface DateSpan {
  /** The part that is cut out: from `start` up to, not including, `end`. Empty: the line says it has no date. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Index of the template that found it. */
  readonly template: number;
}

/** A template ready to be searched with. */
export interface Probe {
  readonly regex: RegExp;
  readonly fields: DateTemplate['fields'];
  readonly alphabet: DateTemplate['alphabet'];
  /** It matches at the text's start or not at all. */
  readonly anchored: boolean;
  /** Anchored, and cut up to the match's end: after a word's character its place is known without captures. */
  readonly quick: RegExp | undefined;
}

export interface Probes {
  readonly list: readonly Probe[];
  readonly byFirst: FirstTable;
}

export function toProbes(templates: readonly DateTemplate[]): Probes {
  return { list: templates.map(toProbe), byFirst: firstTable(templates.map(({ first }) => first)) };
}

function toProbe({ js, fields, first, alphabet }: DateTemplate): Probe {
  const anchored = first !== null;
  const quick = anchored && !fields.rest && !fields.tail ? new RegExp(js, 'y') : undefined;
  return { regex: new RegExp(js), fields, alphabet, anchored, quick };
}

/** A match this near to the start is the line's own date: one sign may stand before it. */
const NEAR = 1;

/**
 * The first template, in declared order, that matches at the text's start; else the match farthest to the left. What stands
 * right of it may be anybody's text: a date typed into a request must not be taken for the line's own.
 */
export function locate(probes: Probes, text: string): DateSpan | undefined {
  const first = firstOf(text);
  const candidates = probes.byFirst[first] ?? [];
  const how = isWide(text) ? placeInWide : isWord(first) ? placeAfterWord : placeIn;
  let best: Place | undefined;
  for (const template of candidates) {
    const probe = probes.list[template] as Probe;
    const place = how(probe, text, template);
    if (place === undefined) continue;
    if (probe.anchored || place.index <= NEAR) return place;
    best = leftmost(best, place);
  }
  return best;
}

const leftmost = (best: Place | undefined, place: Place): Place => (best && best.index <= place.index ? best : place);

interface Place extends DateSpan {
  /** Where the match begins; the part that is cut may begin later. */
  readonly index: number;
}

/** What may stand before an anchored date are signs, so that in a text begun by a word's character the date is at 0. */
function placeAfterWord(probe: Probe, text: string, template: number): Place | undefined {
  const { quick } = probe;
  if (!quick) return placeIn(probe, text, template);
  quick.lastIndex = 0;
  return quick.test(text) ? { index: 0, start: 0, end: quick.lastIndex, text, template } : undefined;
}

/** Digits, letters and the underscore of ASCII. */
const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;

function placeIn({ regex, fields }: Probe, text: string, template: number): Place | undefined {
  const match = regex.exec(text);
  if (!match) return undefined;
  const cut = captured(match, fields.cut) ?? '';
  const rest = captured(match, fields.rest);
  const tail = captured(match, fields.tail) ?? '';
  const matchEnd = match.index + match[0].length - tail.length;
  const start = rest === undefined ? matchEnd - cut.length : text.length - rest.length;
  return { index: match.index, start, end: start + cut.length, text, template };
}

/** A text with characters above U+00FF is searched in the alphabet of the template, and the place is told in the text. */
function placeInWide(probe: Probe, text: string, template: number): Place | undefined {
  const subject = subjectOf(text, probe.alphabet);
  const place = placeIn(probe, subject.text, template);
  const length = (upTo: number) => subject.original(subject.text.slice(0, upTo)).length;
  return place && { ...place, text, start: length(place.start), end: length(place.end) };
}
