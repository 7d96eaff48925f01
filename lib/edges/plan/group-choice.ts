import { type Cidr, type Family, overlaps } from '../../core/address';
import { cidrSet } from '../../core/cidr-set';
import type { RuleTarget } from '../ports';
import { byStrength, type Wanted } from '../run/admit';
import { concerns, cutOut, type OpenRule, ruleKey, targetText } from './group-rules';

/** What is left open of each rule, in the order of the rules. */
export type Openings = readonly (readonly Cidr[])[];

export interface GroupChoice {
  readonly openings: Openings;
  /** The strongest ban that does not fit, in numbers. */
  readonly arithmetic: string | undefined;
}

export interface GroupRoom {
  /** Rules of one family the group may hold. */
  readonly budget: Readonly<Record<Family, number>>;
  /** Rules by group or prefix list; they count in both families. */
  readonly others: number;
}

/** Rounds in which the outcome of one choice may change the next; in practice two. */
const ROUNDS = 64;

export interface ChoiceStart {
  /** What is open at most. */
  readonly base: Openings;
  /** What is open now. */
  readonly now: Openings;
  /** Whether what a choice closes stays closed for the next (`ban-only`). */
  readonly sticky: boolean;
  readonly room: GroupRoom;
}

/**
 * Takes the bans out of the rules, strongest first, as far as the rules that are left fit the budget with one place free
 * for exchanging them. Of equals, what is closed already comes first; so the choice is repeated on its own outcome until
 * it stays the same, and the next run changes nothing.
 */
export function chooseOpenings(rules: readonly OpenRule[], bans: readonly Wanted[], start: ChoiceStart): GroupChoice {
  let now = start.now;
  let base = start.base;
  for (let round = 1; ; round++) {
    const choice = greedy(rules, bans, { closed: closedBy(rules, now), room: start.room, base });
    const settled = choice.openings.every((pieces, at) => samePieces(pieces, now[at] ?? []));
    if (settled || round === ROUNDS) return choice;
    now = choice.openings;
    if (start.sticky) base = now;
  }
}

/** Tells of a ban whether nothing that is open lets its ports in. */
export function closedBy(rules: readonly OpenRule[], openings: Openings): (ban: Wanted) => boolean {
  const targets = new Map<string, { rule: RuleTarget; open: Cidr[] }>();
  rules.forEach(({ rule }, at) => {
    const target = targets.get(ruleKey(rule, '')) ?? { rule, open: [] };
    target.open.push(...(openings[at] ?? []));
    targets.set(ruleKey(rule, ''), target);
  });
  const doors = [...targets.values()].map(({ rule, open }) => ({ rule, set: cidrSet(open) }));
  return (ban) => doors.every(({ rule, set }) => !concerns(ban.ports, rule) || !set.touches(ban.range));
}

const samePieces = (a: readonly Cidr[], b: readonly Cidr[]): boolean =>
  a.length === b.length && a.every((one, at) => one.bits === b[at]?.bits && one.prefix === b[at]?.prefix);

function greedy(
  rules: readonly OpenRule[],
  bans: readonly Wanted[],
  { closed, room, base }: { closed: (ban: Wanted) => boolean; room: GroupRoom; base: Openings },
): GroupChoice {
  const openings = base.map((pieces) => [...pieces] as readonly Cidr[]);
  const count = { ipv4: room.others, ipv6: room.others };
  rules.forEach(({ range }, at) => {
    count[range.family] += openings[at]?.length ?? 0;
  });
  let arithmetic: string | undefined;
  const standing = new Set(bans.filter(closed));
  for (const ban of [...bans].sort(byStrength((one) => standing.has(one)))) {
    const cuts = cutsFor(ban, rules, openings);
    const family = ban.range.family;
    const growth = cuts.reduce((sum, cut) => sum + cut.pieces.length - (openings[cut.at]?.length ?? 0), 0);
    if (cuts.some((cut) => cut.splits) && count[family] + growth + 1 > room.budget[family]) {
      arithmetic ??= explain(
        ban,
        cuts.map((cut) => rules[cut.at] as OpenRule),
        {
          before: count[family],
          after: count[family] + growth,
          budget: room.budget[family],
        },
      );
      continue;
    }
    count[family] += growth;
    for (const cut of cuts) openings[cut.at] = cut.pieces;
  }
  return { openings, arithmetic };
}

interface Cut {
  readonly at: number;
  readonly pieces: readonly Cidr[];
  /** Whether a new rule is needed before the old one may go. */
  readonly splits: boolean;
}

function cutsFor(ban: Wanted, rules: readonly OpenRule[], openings: Openings): readonly Cut[] {
  return rules.flatMap(({ rule, range }, at) => {
    const pieces = openings[at] ?? [];
    const hit =
      overlaps(range, ban.range) && concerns(ban.ports, rule) && pieces.some((piece) => overlaps(piece, ban.range));
    if (!hit) return [];
    const left = cutOut(pieces, ban.range);
    return [{ at, pieces: left, splits: left.some((piece) => !pieces.includes(piece)) }];
  });
}

function explain(
  ban: Wanted,
  rules: readonly OpenRule[],
  { before, after, budget }: { before: number; after: number; budget: number },
): string {
  const named = rules.map(({ rule }) => `${rule.cidr} ${targetText(rule)}`).join(', ');
  return (
    `${ban.cidr} does not fit: taking it out of ${named} makes ${after} rules of ${before}, ` +
    `with one more while they are exchanged, and the group holds ${budget}; use aws-nacl or aws-waf for such bans`
  );
}
