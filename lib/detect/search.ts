import { firstOf } from './first-table';
import { type Match, matchesAny, type Prepared } from './prepared';

/** `null`: no expression matches. */
export type Searched = Match | 'ignored' | null;

/** A line without its date, or lines joined: without the line feed at the end, which expressions see nevertheless. */
export interface Searchable {
  readonly line: string;
  /** Whether it has a character above U+00FF. */
  readonly wide: boolean;
}

/**
 * The first failregex that matches, from index `from` on. Whether an ignoreregex hits what it matched is not looked at here.
 */
export function searchLine(prepared: Prepared, searchable: Searchable, from = 0): Searched {
  const { line, wide } = searchable;
  const { prefregex, candidates } = prepared;
  if (prepared.ignoreFirst && matchesAny(prepared.ignoreregex, `${line}\n`)) return 'ignored';
  if (!prefregex) return firstMatch(prepared, candidates[firstOf(line || '\n')], { line, wide, prefix: null, from });
  const prefix = prefregex.search(mayBeBare(prepared, line) ? line : `${line}\n`, wide);
  if (!prefix) return null;
  const content = prefregex.content(prefix) || line;
  return firstMatch(prepared, candidates[firstOf(content || '\n')], { line: content, wide, prefix, from });
}

/** Whether prefregex need not see the line feed. A line that ends in one of its own is another matter: `$` tells them apart. */
const mayBeBare = ({ prefregex, contentEndsLine }: Prepared, line: string): boolean =>
  (contentEndsLine || prefregex?.bareLine === true) && !endsInLineFeed(line);

const endsInLineFeed = (line: string): boolean => line.charCodeAt(line.length - 1) === LINE_FEED;

const LINE_FEED = 0x0a;

interface Body extends Searchable {
  readonly prefix: Match['prefix'];
  readonly from: number;
}

function firstMatch(
  { failregex, byLine }: Prepared,
  worth: readonly number[] | undefined,
  { line, wide, prefix, from }: Body,
): Match | null {
  if (worth === undefined || worth.length === 0) return null;
  const plain = byLine && !endsInLineFeed(line);
  // Joining is cheap until a search reads the joined text.
  const full = `${line}\n`;
  for (const regex of worth) {
    const pattern = failregex[regex];
    if (regex < from || !pattern) continue;
    const hit = pattern.search(plain && pattern.bareLine ? line : full, wide);
    if (hit) return { regex, hit, prefix, line };
  }
  return null;
}
