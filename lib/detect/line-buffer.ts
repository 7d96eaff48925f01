import type { Groups } from './pattern';

/** A line as it came, and as it is matched: without its date. */
export interface BufferedLine {
  readonly whole: string;
  readonly text: string;
}

/** Lines joined for one search, as fail2ban joins them, without the line feed at the end. */
export const joined = (lines: readonly BufferedLine[]): string => lines.map(({ text }) => text).join('\n');

/** The buffered lines a match covers, and those left in the buffer after it. */
export interface Divided {
  readonly matched: readonly BufferedLine[];
  readonly unmatched: readonly BufferedLine[];
}

/** The part of a text that a match covers, and its groups. */
export interface Cover {
  readonly index: number;
  readonly end: number;
  readonly groups: Groups;
}

const PYTHON_LINE_ENDS = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/**
 * Divides the buffer by what a match covers. Lines that `<SKIPLINES>` passed over stay in the buffer.
 * @param text what was searched; its line feeds separate the lines, even when a prefregex put other text in their place.
 */
export function divide(lines: readonly BufferedLine[], text: string, hit: Cover): Divided {
  if (lines.length <= 1) return { matched: lines, unmatched: [] };
  const start = text.lastIndexOf('\n', hit.index) + 1;
  const lineEnd = text.indexOf('\n', hit.end === 0 ? text.length - 1 : hit.end - 1);
  const end = lineEnd < 0 ? text.length : lineEnd + 1;
  const before = lineFeeds(text, 0, start);
  const until = lineFeeds(text, 0, end);
  const matched = lines.slice(before, until);
  const unmatched = lines.slice(0, before);
  for (const skipped of takeSkipped(matched, hit)) unmatched.push(skipped);
  return { matched, unmatched: [...unmatched, ...lines.slice(until)] };
}

/** Takes the skipped lines out of `matched`, in order. */
function takeSkipped(matched: BufferedLine[], hit: Cover): readonly BufferedLine[] {
  const taken: BufferedLine[] = [];
  let from = 0;
  for (const skipped of skippedLines(hit)) {
    const at = matched.findIndex(({ text }, index) => index >= from && text === skipped);
    if (at < 0) continue;
    taken.push(...matched.splice(at, 1));
    from = at;
  }
  return taken;
}

/** The lines between two parts of a match, from all `<SKIPLINES>` of the expression in order. */
function skippedLines({ groups }: Cover): readonly string[] {
  const numbers = Object.keys(groups).flatMap((name) => /^skiplines(\d+)$/.exec(name)?.[1] ?? []);
  const text = numbers
    .sort((a, b) => Number(a) - Number(b))
    .map((n) => groups[`skiplines${n}`] ?? '')
    .join('');
  const lines = text.split(PYTHON_LINE_ENDS);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function lineFeeds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
