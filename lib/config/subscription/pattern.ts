import type { Jail } from '../../core/ruleset';
import type { SubscriptionPattern } from '../../core/subscription';
import { alternativesOf } from './alternatives';
import { type Need, needsOf } from './needs';
import { shortened } from './shorten';
import { type Blank, patternOf } from './syntax';

/** Characters of a filter pattern, the two `%` included (PutSubscriptionFilter). */
const LONGEST = 1024;
/** Texts are not cut shorter than this: they would stand in any line. */
const SHORTEST_TEXT = 6;

/**
 * What CloudWatch Logs has to deliver of a log group that these jails read. Complete: a line it holds back matches no
 * failregex of theirs, in a line of text as in a journal entry, and so changes no count and no session.
 */
export function subscriptionPattern(jails: readonly Jail[]): SubscriptionPattern {
  const needs: Need[] = [];
  // Jails that count bans read no lines.
  for (const jail of jails.filter(({ countsBans }) => !countsBans)) {
    const found = needsOf(jail);
    if (found.kind === 'everything') return found;
    needs.push(...found.needs);
  }
  if (needs.length === 0) return { kind: 'everything', reason: 'no jail reads its lines' };
  const texts = alternativesOf(needs);
  const pattern = fitting(texts);
  if (pattern !== undefined) return { kind: 'pattern', pattern };
  return { kind: 'everything', reason: `${texts.length} texts do not fit in the ${LONGEST} characters of a pattern` };
}

/** The most exact pattern that is short enough. */
function fitting(texts: readonly string[]): string | undefined {
  const isShort = (pattern: string) => pattern.length <= LONGEST;
  const whole = (['\\s', '.'] satisfies Blank[]).map((blank) => patternOf(texts, blank)).find(isShort);
  const longest = Math.max(...texts.map(({ length }) => length));
  for (let length = longest; !whole && length >= SHORTEST_TEXT; length--) {
    const pattern = patternOf(shortened(texts, length), '.');
    if (isShort(pattern)) return pattern;
  }
  return whole;
}
