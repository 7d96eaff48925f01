import { worthTrying } from './dispatch';
import { type Match, matchesAny, type Prepared } from './prepared';

/** `null`: no expression matches. */
export type Searched = Match | 'ignored' | null;

/**
 * The first failregex that matches, from index `from` on. Whether an ignoreregex hits what it matched is not looked at here.
 * @param line a line without its date, or lines joined: without the line feed at the end, which expressions see nevertheless
 * @param wide whether the line has a character above U+00FF
 */
export function searchLine(prepared: Prepared, line: string, wide: boolean, from = 0): Searched {
  const { prefregex } = prepared;
  if (prepared.ignoreFirst && matchesAny(prepared.ignoreregex, `${line}\n`)) return 'ignored';
  if (!prefregex) return firstMatch(prepared, { line, wide, prefix: null }, from);
  const prefix = prefregex.search(mayBeBare(prepared, line) ? line : `${line}\n`, wide);
  return prefix && firstMatch(prepared, { line: prefregex.content(prefix) || line, wide, prefix }, from);
}

/** Whether prefregex need not see the line feed. A line that ends in one of its own is another matter: `$` tells them apart. */
const mayBeBare = ({ prefregex, contentEndsLine }: Prepared, line: string): boolean =>
  (contentEndsLine || prefregex?.bareLine === true) && !endsInLineFeed(line);

const endsInLineFeed = (line: string): boolean => line.charCodeAt(line.length - 1) === LINE_FEED;

const LINE_FEED = 0x0a;

function firstMatch(
  prepared: Prepared,
  { line, wide, prefix }: Omit<Match, 'regex' | 'hit'>,
  from: number,
): Match | null {
  const { failregex, byLine, candidates } = prepared;
  const worth = worthTrying(candidates, line);
  if (worth.length === 0) return null;
  const plain = byLine && !endsInLineFeed(line);
  for (const regex of worth) {
    const pattern = failregex[regex];
    if (regex < from || !pattern) continue;
    const hit = pattern.search(plain && pattern.bareLine ? line : `${line}\n`, wide);
    if (hit) return { regex, hit, prefix, line, wide };
  }
  return null;
}
