import { type Cidr, contains, type Family, formatCidr, overlaps } from '../../core/address';
import { cidrSet } from '../../core/cidr-set';
import type { RuleTarget } from '../ports';
import { byStrength, type Wanted } from '../run/admit';
import { concerns, cutOut, type OpenRule, ruleKey, targetText } from './group-rules';
import { itemsOf } from './nacl-items';

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

export interface ChoiceStart {
  /** What is open at most. */
  readonly base: Openings;
  /** What is open now. */
  readonly now: Openings;
  readonly room: GroupRoom;
}

/** Bans that do not fit, strongest first, after which the weaker ones are not tried. */
const MISSES = 100;

/**
 * Takes the bans out of the rules as far as the rules that are left fit the budget, with one place free for exchanging
 * them. What is closed stays so while it is wanted; a ban that does not fit beside it comes in only when it does in the
 * place of weaker ones. Costs are not additive (a neighbour's ban may need fewer rules), so this is repeated until
 * nothing changes, and the next run finds nothing to change either.
 */
export function chooseOpenings(rules: readonly OpenRule[], bans: readonly Wanted[], start: ChoiceStart): GroupChoice {
  const reached = closedBy(rules, start.base);
  const hosts = itemsOf(bans.filter((ban) => !reached(ban))).map((item) => ({
    ...(item.members[0] as Wanted),
    strength: item.strength,
  }));
  const free = hosts.filter((ban) => swallowsOnly(ban, rules));
  const problem: Problem = {
    rules,
    ...{ room: start.room, now: start.now },
    base: free.reduce((left, ban) => cut(left, ban, rules), start.base),
  };
  const rivals = hosts.filter((ban) => !free.includes(ban)).sort(byStrength(() => false));
  const closed = closedBy(rules, start.now);
  let state = stateOf(problem, rivals.filter(closed));
  while (!fits(problem, state.openings)) state = stateOf(problem, state.members.slice(0, -1));
  for (;;) {
    const next = improve(problem, state, rivals);
    if (next === state) return { openings: state.openings, arithmetic: arithmetic(problem, state, rivals) };
    state = next;
  }
}

interface Problem {
  readonly rules: readonly OpenRule[];
  readonly room: GroupRoom;
  readonly now: Openings;
  readonly base: Openings;
}

/** Chosen bans, strongest first, and what they leave open. */
interface State {
  readonly members: readonly Wanted[];
  readonly openings: Openings;
}

const stateOf = ({ rules, base }: Problem, members: readonly Wanted[]): State => ({
  members: [...members].sort(byStrength(() => false)),
  openings: members.reduce((left, ban) => cut(left, ban, rules), base),
});

/** One round over all that is still out, strongest first; the same object when nothing came in. */
function improve(problem: Problem, start: State, rivals: readonly Wanted[]): State {
  const inside = new Set(start.members);
  let state = start;
  let misses = 0;
  for (const ban of rivals) {
    if (misses === MISSES) break;
    if (inside.has(ban)) continue;
    const next = admitInto(problem, state, ban);
    if (next) state = next;
    else misses++;
  }
  return state;
}

function admitInto(problem: Problem, state: State, ban: Wanted): State | undefined {
  const openings = cut(state.openings, ban, problem.rules);
  if (fits(problem, openings)) return { members: [...state.members, ban].sort(byStrength(() => false)), openings };
  const stronger = state.members.filter((member) => member.strength >= ban.strength);
  if (stronger.length === state.members.length) return undefined;
  if (!fits(problem, stateOf(problem, [...stronger, ban]).openings)) return undefined;
  let kept = state.members;
  let next = stateOf(problem, [...kept, ban]);
  while (!fits(problem, next.openings) && kept.length > stronger.length) {
    kept = kept.slice(0, -1);
    next = stateOf(problem, [...kept, ban]);
  }
  return next;
}

/** Whether the ban closes every rule it meets as a whole: that never needs a place. */
const swallowsOnly = (ban: Wanted, rules: readonly OpenRule[]): boolean =>
  rules.every(
    ({ rule, range }) => !concerns(ban.ports, rule) || !overlaps(range, ban.range) || contains(ban.range, range),
  );

function cut(openings: Openings, ban: Wanted, rules: readonly OpenRule[]): Openings {
  return openings.map((pieces, at) => {
    const one = rules[at];
    const hit = one && concerns(ban.ports, one.rule) && pieces.some((piece) => overlaps(piece, ban.range));
    return hit ? cutOut(pieces, ban.range) : pieces;
  });
}

function countOf({ rules, room }: Problem, openings: Openings): Readonly<Record<Family, number>> {
  const count = { ipv4: room.others, ipv6: room.others };
  rules.forEach(({ range }, at) => {
    count[range.family] += openings[at]?.length ?? 0;
  });
  return count;
}

/** A family in which a rule is split needs its rules and one place more; as it stands already, it needs no more. */
function fits(problem: Problem, openings: Openings): boolean {
  const count = countOf(problem, openings);
  return (['ipv4', 'ipv6'] as const).every((family) => {
    const split = problem.rules.some(
      ({ range }, at) =>
        range.family === family && (openings[at] ?? []).some((piece) => !problem.base[at]?.includes(piece)),
    );
    const free = problem.room.budget[family] - count[family];
    return !split || free >= 1 || (free === 0 && stands(problem, openings, family));
  });
}

/** Whether the family is open as it is now: then nothing is exchanged. */
function stands({ rules, now }: Problem, openings: Openings, family: Family): boolean {
  const text = (pieces: readonly Cidr[] = []) => pieces.map(formatCidr).sort().join();
  return rules.every(({ range }, at) => range.family !== family || text(openings[at]) === text(now[at]));
}

function arithmetic(problem: Problem, state: State, rivals: readonly Wanted[]): string | undefined {
  const out = rivals.find((ban) => !state.members.includes(ban));
  if (!out) return undefined;
  const openings = cut(state.openings, out, problem.rules);
  const { family } = out.range;
  const touched = problem.rules.filter((_, at) => openings[at] !== state.openings[at]);
  return explain(out, touched, {
    before: countOf(problem, state.openings)[family],
    after: countOf(problem, openings)[family],
    budget: problem.room.budget[family],
  });
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
