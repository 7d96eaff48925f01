import { firstOf } from './first-table';
import { type Match, matchesAny, type Prepared } from './prepared';

/** `null`: no expression matches. */
export type Searched = Match | 'ignored' | null;

/** A line without its date, or lines joined, ending in a line feed. */
export interface Searchable {
  readonly text: string;
  /** Whether it has a character above U+00FF. */
  readonly wide: boolean;
}

/**
 * The first failregex that matches, from index `from` on. Whether an ignoreregex hits what it matched is not looked at here.
 */
export function searchLine(prepared: Prepared, { text, wide }: Searchable, from = 0): Searched {
  if (prepared.ignoreFirst && matchesAny(prepared.ignoreregex, text)) return 'ignored';
  const { prefregex, failregex, candidates } = prepared;
  if (!prefregex) return firstMatch(failregex, candidates[firstOf(text)] ?? [], { text, wide, prefix: null, from });
  const prefix = prefregex.search(text, wide);
  if (!prefix) return null;
  const content = prefregex.capture(prefix, 'content') || null;
  const worth = candidates[firstOf(content ?? text)] ?? [];
  if (worth.length === 0) return null;
  const body = content === null ? text : `${content}\n`;
  return firstMatch(failregex, worth, { text: body, wide, prefix, from });
}

interface Body extends Searchable {
  readonly prefix: Match['prefix'];
  readonly from: number;
}

function firstMatch(
  failregex: Prepared['failregex'],
  worth: readonly number[],
  { text, wide, prefix, from }: Body,
): Match | null {
  for (const regex of worth) {
    if (regex < from) continue;
    const hit = failregex[regex]?.search(text, wide);
    if (hit) return { regex, hit, prefix, body: text };
  }
  return null;
}
