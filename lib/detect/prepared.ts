import type { FilterRules } from '../core/ruleset';
import { type FirstTable, firstTable } from './first-table';
import { groupsReader, type ReadGroups } from './groups';
import { type Groups, type Hit, type Pattern, toPattern } from './pattern';

/** A filter's expressions, ready to be searched with. */
export interface Prepared {
  readonly prefregex: Pattern | undefined;
  readonly readPrefix: ReadGroups;
  readonly failregex: readonly Pattern[];
  readonly readGroups: readonly ReadGroups[];
  readonly ignoreregex: readonly Pattern[];
  /** Which failregexes can match, by the first character of what they are searched in. */
  readonly candidates: FirstTable;
  /** fail2ban looks at few ignoreregexes before the failregexes, on the whole line, too. */
  readonly ignoreFirst: boolean;
}

export function prepare({ prefregex, failregex, ignoreregex }: FilterRules): Prepared {
  const prefix = prefregex ? toPattern(prefregex) : undefined;
  const patterns = failregex.map(toPattern);
  return {
    prefregex: prefix,
    readPrefix: prefix && prefregex ? groupsReader(prefix, prefregex) : () => ({}),
    failregex: patterns,
    readGroups: patterns.map((pattern, index) => groupsReader(pattern, failregex[index] ?? { groups: {} })),
    ignoreregex: ignoreregex.map(toPattern),
    candidates: firstTable(failregex.map(({ first }) => first)),
    ignoreFirst: ignoreregex.length > 0 && ignoreregex.length < failregex.length - 2,
  };
}

/** A failregex that matched, and the prefregex before it. */
export interface Match {
  readonly regex: number;
  readonly hit: Hit;
  readonly prefix: Hit | null;
  /** What the failregex was searched in: the line, or what prefregex made of it (`<F-CONTENT>`). */
  readonly body: string;
}

/** The group of prefregex whose text replaces the line. */
const CONTENT = 'content';

/** What a match captured, prefregex's groups below the failregex's. */
export function mergedGroups(prepared: Prepared, { regex, hit, prefix }: Match): Groups {
  const own = prepared.readGroups[regex]?.(hit) ?? {};
  if (!prefix) return own;
  const groups = prepared.readPrefix(prefix);
  delete groups[CONTENT];
  return Object.assign(groups, own);
}

export const matchesAny = (patterns: readonly Pattern[], text: string): boolean =>
  patterns.some((pattern) => pattern.search(text) !== null);

/** What a line is searched in after prefregex; `null`: prefregex does not match, the line is done. */
export function bodyOf({ prefregex }: Prepared, text: string): Pick<Match, 'prefix' | 'body'> | null {
  if (!prefregex) return { prefix: null, body: text };
  const prefix = prefregex.search(text);
  if (!prefix) return null;
  const content = prefregex.capture(prefix, CONTENT);
  return { prefix, body: content ? `${content}\n` : text };
}
