import type { FilterRules } from '../core/ruleset';
import { isWide } from '../regex/subject';
import { type Dispatch, dispatchOf } from './dispatch';
import type { ReadGroups } from './groups';
import type { Cover } from './line-buffer';
import { ALL_GROUPS, type CompleteGroups, type GroupsOf } from './offender-groups';
import { type Groups, type Hit, type Pattern, SIGN_BITS, toPattern } from './pattern';
import type { Signs } from './session';

/** A filter's expressions, ready to be searched with. */
export interface Prepared {
  readonly prefregex: Pattern | undefined;
  /** Completes the groups of a failregex by prefregex's. */
  readonly completed: CompleteGroups;
  /**
   * Whether prefregex finds the same with and without the line feed at the end. It does when its content is all that is
   * left of the line: a dot takes no line feed, and nothing before the content can have taken the last one. What looks
   * ahead is left out of this: such an expression is not `linear`.
   */
  readonly contentEndsLine: boolean;
  /** Each line on its own; else where a match stands among the joined lines counts. */
  readonly byLine: boolean;
  readonly failregex: readonly Pattern[];
  readonly readGroups: readonly ReadGroups[];
  readonly underlaid: GroupsOf['underlaid'];
  readonly ignoreregex: readonly Pattern[];
  /** Which failregexes can match, by some characters of what they are searched in. */
  readonly candidates: Dispatch;
  /** fail2ban looks at few ignoreregexes before the failregexes, on the whole line, too. */
  readonly ignoreFirst: boolean;
}

const CONTENT_TO_END = '(?P<content>.+)$';

export function prepare(
  { prefregex, failregex, choices, ignoreregex, maxlines }: FilterRules,
  { reader, completer, underlaid }: GroupsOf = ALL_GROUPS,
): Prepared {
  const prefix = prefregex ? toPattern(prefregex) : undefined;
  const patterns = failregex.map(toPattern);
  return {
    prefregex: prefix,
    completed: prefix && prefregex ? completer(prefix, prefregex) : (groups) => groups,
    contentEndsLine: prefregex?.verdict === 'linear' && prefregex.source.endsWith(CONTENT_TO_END),
    byLine: maxlines === 1,
    failregex: patterns,
    readGroups: patterns.map((pattern, index) => reader(pattern, failregex[index] ?? { groups: {} })),
    underlaid,
    ignoreregex: ignoreregex.map(toPattern),
    candidates: dispatchOf(failregex, choices),
    ignoreFirst: looksAtIgnoreregexFirst({ failregex, ignoreregex }),
  };
}

/** fail2ban looks at few ignoreregexes before the failregexes, at many after them. */
export const looksAtIgnoreregexFirst = ({
  failregex,
  ignoreregex,
}: Pick<FilterRules, 'failregex' | 'ignoreregex'>): boolean =>
  ignoreregex.length > 0 && ignoreregex.length < failregex.length - 2;

/** A failregex that matched, and the prefregex before it. */
export interface Match {
  readonly regex: number;
  readonly hit: Hit;
  readonly prefix: Hit | null;
  /** What the failregex was searched in, without its line feed: the line, or what prefregex made of it (`<F-CONTENT>`). */
  readonly line: string;
  /** Whether the line has a character above U+00FF. */
  readonly wide: boolean;
}

/** What a match captured, prefregex's groups below the failregex's. */
export function mergedGroups(prepared: Prepared, { regex, hit, prefix }: Match): Groups {
  const own = prepared.readGroups[regex]?.(hit) ?? {};
  return prefix ? prepared.completed(own, prefix) : own;
}

/** One of each, so that a line's signs cost no object. */
const SIGNS_OF: readonly Signs[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  nofail: (bits & SIGN_BITS.nofail) > 0,
  gained: (bits & SIGN_BITS.mlfgained) > 0,
  forget: (bits & SIGN_BITS.mlfforget) > 0,
}));

/** What a match says of its session. */
export function signsOf({ prefregex, failregex }: Prepared, { regex, hit, prefix }: Match): Signs {
  const own = failregex[regex]?.signs(hit) ?? 0;
  const bits = prefix && prefregex ? own | prefregex.signs(prefix) : own;
  return SIGNS_OF[bits] as Signs;
}

export function matchesAny(patterns: readonly Pattern[], text: string): boolean {
  const wide = isWide(text);
  return patterns.some((pattern) => pattern.search(text, wide) !== null);
}

/** The part of its text that a match covers. */
export function coverOf({ failregex }: Prepared, { regex, hit, line }: Match): Cover {
  const pattern = failregex[regex];
  return { index: hit.index, end: pattern?.endOf(hit) ?? line.length + 1, groups: pattern?.groups(hit) ?? {} };
}
