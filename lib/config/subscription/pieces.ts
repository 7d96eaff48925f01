import type { Glue } from './glue';
import { worth } from './worth';

/**
 * Ways to recognise the records of a text: every record whose line holds the text holds one of the option's pieces,
 * whatever form it comes in.
 */
export type Option = readonly string[];

/** A run of characters of a text that stand together in every form of record; `from` is its place in the text. */
interface Run {
  readonly from: number;
  readonly text: string;
}

/**
 * The ways to recognise a text, in two forms of record:
 *
 * - A line of text holds it, unless a date was cut out of its middle (`Glue`).
 * - An entry of the journal is JSON. Its line is glued from its fields, `host ident[pid]: MESSAGE`, so that a text
 *   may run over the border of two fields; and what JSON escapes is not there as such.
 */
export function optionsOf(text: string, glue: Glue | 'anywhere'): readonly Option[] {
  const runs = runsOf(text);
  if (glue === 'anywhere') return pairs(runs);
  return runs.flatMap((run) => cutAt(text, run, glue)).map((piece) => [piece]);
}

/** Quotes, backslashes and what one JSON encoder or another writes as an escape; what is not ASCII. */
const ESCAPED = /["\\<>&'`/=+]|[^ -~]/;

function runsOf(text: string): readonly Run[] {
  const host = hostBorder(text);
  const runs: Run[] = [];
  for (let from = 0, at = 0; at <= text.length; at++) {
    if (at < text.length && at !== host && !separates(text, at)) continue;
    if (at > from) runs.push({ from, text: text.slice(from, at) });
    from = at + 1;
  }
  return runs.filter((run) => !isUptime(text, run));
}

function separates(text: string, at: number): boolean {
  const [before, char = '', after] = [text[at - 1], text[at], text[at + 1]];
  // `host ident[pid]: MESSAGE`, and of the kernel `[   12.345678]` before the message.
  if (char === '[' || char === ']') return true;
  if (char === ':') return after === undefined || after === ' ';
  if (char === ' ') return before === undefined || before === ':' || before === ']';
  // A line feed of the message is `\n` in its line.
  return ESCAPED.test(char) || (char === 'n' && before === '\\');
}

/** A host name holds no blank, so that only the first blank of a text can be the one behind it. */
function hostBorder(text: string): number {
  const blank = text.indexOf(' ');
  return /^[\w.-]*$/.test(text.slice(0, Math.max(0, blank))) ? blank : -1;
}

/** The kernel's seconds since boot are made from microseconds: these digits are in no field. */
function isUptime(text: string, { from }: Run): boolean {
  const start = Math.max(text.lastIndexOf('[', from), text.lastIndexOf(']', from)) + 1;
  const end = text.slice(start).search(/[[\]]/);
  return /^[\d. ]*$/.test(end < 0 ? text.slice(start) : text.slice(start, start + end));
}

function cutAt(text: string, run: Run, glue: Glue): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let at = 1; at <= run.text.length; at++) {
    if (at < run.text.length && !glue(text, run.from + at)) continue;
    pieces.push(run.text.slice(start, at));
    start = at;
  }
  return pieces;
}

/** A cut spares all on one side of it: of two pieces that do not overlap, one is whole. The best pair of them. */
function pairs(runs: readonly Run[]): readonly Option[] {
  const halves = runs.map(({ text }) => [text.slice(0, text.length / 2), text.slice(text.length / 2)]);
  const whole = runs.flatMap(({ text }, at) => runs.slice(at + 1).map((other) => [text, other.text]));
  const weakest = (option: Option) => Math.min(...option.map(worth));
  return [...halves, ...whole].sort((a, b) => weakest(b) - weakest(a)).slice(0, 1);
}
