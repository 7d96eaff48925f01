import { contains } from '../../core/address';
import type { NewRule } from '../ports';
import { keyOfRule, readRange, ruleKey } from './group-rules';

/** A rule as it stands, with the id that takes it away. */
export interface StandingRule {
  readonly id: string;
  readonly rule: NewRule;
}

/** First all of `add`, then all of `remove`. */
export interface Exchange {
  readonly add: readonly NewRule[];
  readonly remove: readonly StandingRule[];
}

/**
 * From the rules that stand to those that shall, so that no address that stays allowed is ever shut out: what takes a
 * rule's place comes before the rule goes. Exchanges that free places come first, so that one free place is enough.
 */
export function exchanges(standing: readonly StandingRule[], desired: readonly NewRule[]): readonly Exchange[] {
  const wanted = new Set(desired.map(keyOfRule));
  const present = new Set(standing.map(({ rule }) => keyOfRule(rule)));
  const removals = standing.filter(({ rule }) => !wanted.has(keyOfRule(rule)));
  const additions = desired.filter((rule) => !present.has(keyOfRule(rule)));

  const splits = new Map<StandingRule, NewRule[]>();
  const merges: { readonly rule: NewRule; readonly remove: StandingRule[] }[] = [];
  for (const rule of additions) {
    const split = removals.find((old) => holds(old.rule, rule));
    if (split) splits.set(split, [...(splits.get(split) ?? []), rule]);
    else merges.push({ rule, remove: [] });
  }
  const gone: StandingRule[] = [];
  for (const old of removals.filter((one) => !splits.has(one))) {
    const merge = merges.find(({ rule }) => holds(rule, old.rule));
    (merge ? merge.remove : gone).push(old);
  }
  const all: Exchange[] = [
    { add: [], remove: gone },
    ...merges.sort((a, b) => b.remove.length - a.remove.length).map(({ rule, remove }) => ({ add: [rule], remove })),
    ...[...splits].map(([old, add]) => ({ add, remove: [old] })),
  ];
  return all.filter(({ add, remove }) => add.length + remove.length > 0);
}

/** Whether `outer` allows all that `inner` allows, by the same protocol and ports. */
const holds = (outer: NewRule, inner: NewRule): boolean =>
  ruleKey(outer, '') === ruleKey(inner, '') && contains(readRange(outer.cidr), readRange(inner.cidr));
