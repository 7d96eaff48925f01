import { type Cidr, type Family, formatCidr } from '../../core/address';
import type { EdgeRoom } from '../../core/edge';
import type { GroupRule, NewRule, SavedRule } from '../ports';
import type { Wanted } from '../run/admit';
import { chooseOpenings, closedBy, type Openings } from './group-choice';
import { asNewRule, cutOut, keyOfRule, type OpenRule, readRange, remainder, ruleKey } from './group-rules';
import { type Exchange, exchanges, type StandingRule } from './group-steps';

export type SavedGroupRule = Extract<SavedRule, { kind: 'group-rule' }>;

export interface GroupTerms {
  readonly group: string;
  readonly budget: Readonly<Record<Family, number>>;
  /** false: what is closed stays closed (`ban-only`). */
  readonly removes: boolean;
}

export interface GroupPlan {
  readonly exchanges: readonly Exchange[];
  /** What must be remembered once the exchanges are made. */
  readonly saved: readonly SavedGroupRule[];
  /** Wanted CIDRs that no rule with a range lets in once the exchanges are made. */
  readonly held: readonly string[];
  /** Of these, the ones some rule would let in otherwise and that were open before. */
  readonly added: readonly string[];
  /** Ranges that are closed now and open again afterwards. */
  readonly reopened: readonly string[];
  readonly notices: readonly string[];
  readonly room: readonly EdgeRoom[];
}

/**
 * What one group shall allow. The rules as people made them are those that stand, without the pieces we put in, with what
 * we took away or split; from these the bans are cut out. Rules by group or prefix list are left alone.
 */
export function planGroup(
  actual: readonly GroupRule[],
  saved: readonly SavedGroupRule[],
  bans: readonly Wanted[],
  terms: GroupTerms,
): GroupPlan {
  const standing = standingRules(actual);
  const rules = originals(standing, saved);
  const before = rules.map((rule) => openPart(rule, standing));
  const others = actual.length - standing.length;
  const base = rules.map((rule, at) => (terms.removes || !isSaved(rule, saved) ? [rule.range] : (before[at] ?? [])));
  const choice = chooseOpenings(rules, bans, {
    base,
    now: before,
    room: { budget: terms.budget, others },
  });
  const desired = desiredRules(rules, choice.openings);
  const held = bans.filter(closedBy(rules, choice.openings));
  const heldBefore = closedBy(rules, before);
  return {
    exchanges: exchanges(standing, desired),
    saved: toRemember(terms.group, rules, choice.openings),
    held: held.map((ban) => ban.cidr),
    added: held.filter((ban) => !heldBefore(ban)).map((ban) => ban.cidr),
    reopened: rules.flatMap((rule, at) =>
      (choice.openings[at] ?? [])
        .flatMap((piece) => remainder(piece, before[at] ?? []))
        .filter(() => isSaved(rule, saved))
        .map(formatCidr),
    ),
    notices: noticesOf(rules, choice.openings, { ...choice, others, bans }),
    room: (['ipv4', 'ipv6'] as const).map((family) => ({
      family,
      used: others + desired.filter((rule) => rule.family === family).length,
      capacity: terms.budget[family],
    })),
  };
}

/** The rules with a range, as ones that could be made again. */
const standingRules = (actual: readonly GroupRule[]): readonly StandingRule[] =>
  actual.flatMap((rule) => {
    const plain = asNewRule(rule);
    return plain ? [{ id: rule.id, rule: plain }] : [];
  });

/** What of a family people hold, sorted: the same whatever we made of it. */
export function othersOf(
  actual: readonly GroupRule[],
  saved: readonly SavedGroupRule[],
  family: Family,
): readonly string[] {
  const ranges = originals(standingRules(actual), saved).filter(({ rule }) => rule.family === family);
  const others = actual.flatMap(({ source }) => (source.kind === 'other' ? [source.id] : []));
  return [...ranges.map(({ rule }) => keyOfRule(rule)), ...others].sort();
}

function originals(standing: readonly StandingRule[], saved: readonly SavedGroupRule[]): readonly OpenRule[] {
  const pieces = new Set(saved.flatMap(({ rule, pieces: cidrs }) => cidrs.map((cidr) => ruleKey(rule, cidr))));
  const rules = new Map<string, NewRule>();
  for (const { rule } of saved) rules.set(keyOfRule(rule), rule);
  for (const { rule } of standing) if (!pieces.has(keyOfRule(rule))) rules.set(keyOfRule(rule), rule);
  return [...rules.values()].map((rule) => ({ rule, range: readRange(rule.cidr) }));
}

const isSaved = ({ rule }: OpenRule, saved: readonly SavedGroupRule[]): boolean =>
  saved.some((one) => keyOfRule(one.rule) === keyOfRule(rule));

/** The part of a rule that standing rules of the same protocol and ports let in. */
function openPart({ rule, range }: OpenRule, standing: readonly StandingRule[]): readonly Cidr[] {
  const same = standing.filter((one) => ruleKey(one.rule, '') === ruleKey(rule, ''));
  const closed = remainder(
    range,
    same.map((one) => readRange(one.rule.cidr)),
  );
  return closed.reduce<readonly Cidr[]>((left, hole) => cutOut(left, hole), [range]);
}

/** Untouched rules as they are, and the pieces of the others. */
function desiredRules(rules: readonly OpenRule[], openings: Openings): readonly NewRule[] {
  const desired = new Map<string, NewRule>();
  rules.forEach(({ rule, range }, at) => {
    const pieces = openings[at] ?? [];
    if (isWhole(range, pieces)) desired.set(keyOfRule(rule), rule);
  });
  rules.forEach(({ rule, range }, at) => {
    const pieces = openings[at] ?? [];
    if (isWhole(range, pieces)) return;
    for (const piece of pieces.map((cidr) => pieceOf(rule, formatCidr(cidr)))) {
      if (!desired.has(keyOfRule(piece))) desired.set(keyOfRule(piece), piece);
    }
  });
  return [...desired.values()];
}

const isWhole = (range: Cidr, pieces: readonly Cidr[]): boolean =>
  pieces.length === 1 && pieces[0]?.prefix === range.prefix;

const pieceOf = (rule: NewRule, cidr: string): NewRule => ({
  protocol: rule.protocol,
  ports: rule.ports,
  family: rule.family,
  cidr,
  description: `fail2edge: ${rule.cidr} without its bans`,
  tags: {},
});

/** The rules that are not whole, with those of their pieces that nobody had as a rule of their own. */
function toRemember(group: string, rules: readonly OpenRule[], openings: Openings): readonly SavedGroupRule[] {
  const people = new Set(rules.map(({ rule }) => keyOfRule(rule)));
  return rules.flatMap(({ rule, range }, at) => {
    const open = openings[at] ?? [];
    if (isWhole(range, open)) return [];
    const pieces = open.map(formatCidr).filter((cidr) => !people.has(ruleKey(rule, cidr)));
    return [{ kind: 'group-rule' as const, group, rule, pieces }];
  });
}

function noticesOf(
  rules: readonly OpenRule[],
  openings: Openings,
  { arithmetic, others, bans }: { arithmetic: string | undefined; others: number; bans: readonly Wanted[] },
): readonly string[] {
  const cut = rules.some(({ range }, at) => !isWhole(range, openings[at] ?? []));
  return [
    ...(arithmetic === undefined ? [] : [arithmetic]),
    ...(others > 0 && bans.length > 0
      ? [`${others} rules that allow a group or a prefix list are left alone: who comes in by them is not banned here`]
      : []),
    ...(cut ? ['tracked connections of banned addresses stay up until they end; a network ACL cuts them at once'] : []),
  ];
}

/** Before the exchanges: everything that is a piece now or will be one is ours. */
export function remembered(now: readonly SavedGroupRule[], next: readonly SavedGroupRule[]): readonly SavedGroupRule[] {
  const merged = new Map<string, SavedGroupRule>();
  for (const one of [...now, ...next]) {
    const key = keyOfRule(one.rule);
    const pieces = [...(merged.get(key)?.pieces ?? []), ...one.pieces];
    merged.set(key, { ...one, pieces: [...new Set(pieces)] });
  }
  return [...merged.values()];
}
