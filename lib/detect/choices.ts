import type { Choice } from '../core/choice';
import type { Expression } from '../core/ruleset';
import { firstTable } from './first-table';

type Head = readonly string[];

/** What an expression's match begins with. */
export interface Beginning extends Pick<Expression, 'first'> {
  /** The characters of the first places; a match is at least as long. See `Translated`. */
  readonly head: Head;
}

/** Characters looked at behind the first one. */
const DEPTH = 3;

/** How expressions are chosen that begin alike, by those that are left by the first character: see `FilterRules.choices`. */
export function choicesOf(expressions: readonly Beginning[]): Readonly<Record<string, Choice>> {
  const left = firstTable(expressions.map(({ first }) => first));
  const heads = expressions.map(({ head }) => head);
  const groups = new Map(left.map((all) => [all.join(), all]));
  const choices = [...groups].map(([name, all]) => [name, choiceOf(heads, all, [])] as const);
  return Object.fromEntries(choices.filter(([, choice]) => 'place' in choice));
}

/** @param seen places that were looked at */
function choiceOf(heads: readonly Head[], all: readonly number[], seen: readonly number[]): Choice {
  const of = all.map((index) => heads[index] as Head);
  const at = seen.length === DEPTH ? -1 : bestPlace(of, seen);
  if (at < 0) return all;
  const signsOf = (index: number) => heads[index]?.[at] ?? '';
  const left = (test: (index: number) => boolean) => choiceOf(heads, all.filter(test), [...seen, at]);
  const named = [...new Set(all.map(signsOf).join(''))].sort();
  return {
    place: at,
    by: Object.fromEntries(named.map((sign) => [sign, left((index) => admits(signsOf(index), sign))])),
    other: left((index) => signsOf(index) === ''),
    short: left((index) => (heads[index] as Head).length <= at),
  };
}

const admits = (signs: string, sign: string): boolean => signs === '' || signs.includes(sign);

/** The place, of those not seen yet, where the fewest candidates are left; -1: none tells anything. */
function bestPlace(heads: readonly Head[], seen: readonly number[]): number {
  const first = seen.length === 0;
  const longest = Math.max(0, ...heads.map(({ length }) => length));
  let best = -1;
  let least = first ? 2 * heads.length : heads.length;
  // Of places that tell as much the later is better: what begins alike parts later.
  for (let at = longest - 1; at > 0; at--) {
    const left = leftAt(heads, at, first);
    if (left < least && !seen.includes(at)) [best, least] = [at, left];
  }
  return best;
}

/**
 * How many candidates are left when a text begins as one of them, on average; while nothing was looked at, and most texts begin
 * otherwise, also how many are left then.
 */
function leftAt(heads: readonly Head[], at: number, first: boolean): number {
  const texts = heads.map((head) => head[at] ?? '');
  const unnamed = texts.filter((text) => text === '').length;
  const leftFor = (sign: string) => texts.filter((text) => admits(text, sign)).length;
  const left = texts.map((text) => (text === '' ? unnamed : Math.max(...[...text].map(leftFor))));
  return left.reduce((sum, one) => sum + one, 0) / heads.length + (first ? unnamed : 0);
}
