import { subjectOf } from '../../regex/subject';
import { firstOf } from '../first-table';
import { firstOf as captured } from '../pattern';
import type { Family, Probe, Probes } from './probes';

/** A date that was found in a text and not read yet. */
export interface DateSpan {
  /** The part that is cut out: from `start` up to, not including, `end`. Empty: the line says it has no date. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Index of the template that found it. */
  readonly template: number;
}

/** A match this near to the start is the line's own date: one sign may stand before it. */
const NEAR = 1;

/**
 * The first template, in declared order, that matches at the text's start; else the match farthest to the left. What stands
 * right of it may be anybody's text: a date typed into a request must not be taken for the line's own.
 */
export function locate(probes: Probes, text: string, wide: boolean): DateSpan | undefined {
  if (wide) return nearest(probes, probes.everyone, text, placeInWide);
  const first = firstOf(text);
  const candidates = probes.byFirst[first] as readonly number[];
  return isWord(first) ? nearestToWord(probes, candidates, text) : nearest(probes, candidates, text, placeIn);
}

/** Most lines begin with their date, and most dates with a word's character: that one is found without captures. */
function nearestToWord(probes: Probes, candidates: readonly number[], text: string): DateSpan | undefined {
  const template = candidates[0];
  const quick = template === undefined ? undefined : probes.list[template]?.quick;
  if (template !== undefined && quick) {
    quick.lastIndex = 0;
    if (quick.test(text)) return { start: 0, end: quick.lastIndex, text, template };
  }
  return nearest(probes, candidates, text, placeAfterWord);
}

type How = (probe: Probe, text: string, template: number) => Place | undefined;

function nearest(probes: Probes, candidates: readonly number[], text: string, how: How): DateSpan | undefined {
  let best: Place | undefined;
  for (const template of candidates) {
    const probe = probes.list[template] as Probe;
    const { family } = probe;
    const place = family && how !== placeInWide ? placeInFamily(probes, family, text) : how(probe, text, template);
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

/** The head is looked for once; of the templates behind it those are tried that begin as the text goes on. */
function placeInFamily({ list }: Probes, { head, byFirst }: Family, text: string): Place | undefined {
  head.lastIndex = 0;
  if (!head.test(text)) return undefined;
  const start = head.lastIndex;
  for (const template of byFirst[firstOf(text, start)] ?? []) {
    const { regex } = list[template] as Probe;
    regex.lastIndex = start;
    if (regex.test(text)) return { index: 0, start, end: regex.lastIndex, text, template };
  }
  return undefined;
}

function placeIn(probe: Probe, text: string, template: number): Place | undefined {
  const match = execAt(probe, text);
  if (!match) return undefined;
  const { fields, head } = probe;
  const cut = captured(match, fields.cut) ?? '';
  const rest = captured(match, fields.rest);
  const tail = captured(match, fields.tail) ?? '';
  const end = rest === undefined ? match.index + match[0].length - tail.length : text.length - rest.length;
  return { index: head ? 0 : match.index, start: end - cut.length, end, text, template };
}

/** The template's match: anywhere, or behind its head. */
export function execAt({ regex, head }: Probe, text: string): RegExpExecArray | null {
  if (head) {
    head.lastIndex = 0;
    if (!head.test(text)) return null;
    regex.lastIndex = head.lastIndex;
  }
  return regex.exec(text);
}

/** A text with characters above U+00FF is searched in the alphabet of the template, and the place is told in the text. */
function placeInWide(probe: Probe, text: string, template: number): Place | undefined {
  const subject = subjectOf(text, probe.alphabet);
  const place = placeIn(probe, subject.text, template);
  const length = (upTo: number) => subject.original(subject.text.slice(0, upTo)).length;
  return place && { ...place, text, start: length(place.start), end: length(place.end) };
}
