import { firstOf } from './first-table';
import { bodyOf, type Match, matchesAny, type Prepared } from './prepared';

/** `null`: no expression matches. */
export type Searched = Match | 'ignored' | null;

/**
 * The first failregex that matches `text` (a line without its date, ending in a line feed), from index `from` on.
 * Whether an ignoreregex hits what it matched is not looked at here.
 */
export function searchLine(prepared: Prepared, text: string, from = 0): Searched {
  if (prepared.ignoreFirst && matchesAny(prepared.ignoreregex, text)) return 'ignored';
  const searched = bodyOf(prepared, text);
  if (!searched) return null;
  const { body, prefix } = searched;
  for (const regex of prepared.candidates[firstOf(body)] ?? []) {
    if (regex < from) continue;
    const hit = prepared.failregex[regex]?.search(body);
    if (hit) return { regex, hit, prefix, body };
  }
  return null;
}
