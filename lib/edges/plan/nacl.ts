import { type Cidr, contains, type Family } from '../../core/address';
import type { EdgeRoom } from '../../core/edge';
import type { PortRange } from '../../core/ruleset';
import type { AclEntry } from '../ports';
import type { Wanted } from '../run/admit';
import { type Choice, choose, leastCost, type Placement, type Selective } from './nacl-choice';
import { itemsOf, rollUp } from './nacl-items';
import { covers, looksOurs, matchesOf } from './nacl-match';
import { shadows } from './nacl-shadow';
import { type AclStep, afterSteps, entryKey, rangeOf, stepsTo } from './nacl-steps';

export interface AclTerms {
  /** Rule numbers that are ours. */
  readonly rules: PortRange;
  /** Denies a family may hold beside one allow and the closing `*`. */
  readonly capacity: number;
  /** Entries of a family beside `*`, ours and others', that EC2 is known to take at most; infinite when nothing is. */
  readonly limit: Readonly<Record<Family, number>>;
  readonly selective: Selective;
  /** false: nothing is taken off (`ban-only`). */
  readonly removes: boolean;
  /** Whether a deny of this range, in our numbers, is ours. */
  readonly owns: (cidr: string) => boolean;
  readonly mayCover: (cidr: Cidr) => boolean;
}

export interface AclPlan {
  readonly steps: readonly AclStep[];
  /** Wanted CIDRs in force once the steps are done. */
  readonly held: readonly string[];
  readonly overflow: readonly string[];
  /** Prefixes among the chosen ones that nobody asked for by name. */
  readonly rollUps: readonly string[];
  /** Ranges of ours on the ACL once the steps are done. */
  readonly standing: readonly string[];
  readonly notices: readonly string[];
  readonly room: readonly EdgeRoom[];
}

/** Numbers of the closing `*` entries, which nobody can change. */
const CLOSING = 32767;
export const FAMILIES = ['ipv4', 'ipv6'] as const;

export const isOwn = (entry: AclEntry, terms: Pick<AclTerms, 'rules' | 'owns'>): boolean =>
  looksOurs(entry) && entry.number >= terms.rules.from && entry.number <= terms.rules.to && terms.owns(entry.cidr);

/** Others' entries that count against the quota beside the closing `*`. */
export const othersOf = (entries: readonly AclEntry[], terms: Pick<AclTerms, 'rules' | 'owns'>): readonly AclEntry[] =>
  entries.filter((entry) => entry.number < CLOSING && !isOwn(entry, terms));

/** What one ACL shall hold and the steps there. IPv4 and IPv6 have a quota each but share the rule numbers. */
export function planAcl(entries: readonly AclEntry[], wanted: readonly Wanted[], terms: AclTerms): AclPlan {
  const own = entries.filter((entry) => isOwn(entry, terms));
  const room = roomOf(entries, own, terms);
  const choices = FAMILIES.map((family) =>
    chooseFamily(
      wanted.filter((ban) => ban.range.family === family),
      own.filter((entry) => entry.family === family),
      { ...terms, room: room[family] },
    ),
  );
  const placed = choices.flatMap((choice) => choice.placed);
  const steps = stepsTo(placed, { entries, own, rules: terms.rules, room, removes: terms.removes });
  const after = afterSteps(own, steps);
  const { dark, notices } = shadows(entries, after);
  const members = placed.filter(standingIn(after)).flatMap((placement) => placement.item.members);
  const inForce = [...members, ...choices.flatMap((choice) => choice.covered)].filter(
    (ban) => !dark.some((range) => contains(range, ban.range)),
  );
  const held = new Set(inForce.map((ban) => ban.cidr));
  return {
    steps,
    held: [...held],
    overflow: wanted.map((ban) => ban.cidr).filter((cidr) => !held.has(cidr)),
    rollUps: rollUpsOf(placed),
    standing: [...new Set(after.map((entry) => entry.cidr))],
    notices,
    room: FAMILIES.map((family) => ({
      family,
      used: after.filter((entry) => entry.family === family).length,
      capacity: room[family],
    })),
  };
}

interface FamilyChoice extends Choice {
  /** Bans that entries we may not take off cover already. */
  readonly covered: readonly Wanted[];
}

function chooseFamily(
  bans: readonly Wanted[],
  own: readonly AclEntry[],
  terms: AclTerms & { readonly room: number },
): FamilyChoice {
  const { removes, selective, room } = terms;
  const covered = new Set(removes ? [] : bans.filter((ban) => isCovered(ban, own)));
  const items = itemsOf(bans.filter((ban) => !covered.has(ban)));
  const cost = leastCost(selective);
  const excess = items.reduce((sum, item) => sum + cost(item), 0) - room;
  const rolled = removes ? rollUp(items, excess, { mayCover: terms.mayCover, cost }) : items;
  return { ...choose(rolled, own, { selective, room, taken: removes ? 0 : own.length }), covered: [...covered] };
}

/** Whether the entries close, of the ban's own ports, every one. */
const isCovered = (ban: Wanted, entries: readonly AclEntry[]): boolean =>
  matchesOf(ban.ports).every((match) =>
    entries.some((entry) => covers(entry, match) && contains(rangeOf(entry), ban.range)),
  );

/** A place is a number besides, and what was chosen does not stand for want of one. */
function standingIn(entries: readonly AclEntry[]): (placement: Placement) => boolean {
  const keys = new Set(entries.map((entry) => entryKey(entry.cidr, entry)));
  return ({ item, matches }) => matches.every((match) => keys.has(entryKey(item.cidr, match)));
}

/** The quota, less `*` and what others hold; and no more than there are numbers, which the families share evenly. */
function roomOf(
  entries: readonly AclEntry[],
  own: readonly AclEntry[],
  terms: AclTerms,
): Readonly<Record<Family, number>> {
  const { capacity, limit, rules } = terms;
  const foreign = othersOf(entries, terms);
  const taken = new Set(foreign.map((entry) => entry.number).filter((n) => n >= rules.from && n <= rules.to));
  const numbers = rules.to - rules.from + 1 - taken.size;
  const [v4, v6] = FAMILIES.map((family) => {
    const others = foreign.filter((entry) => entry.family === family).length;
    return Math.max(0, Math.min(capacity, capacity + 1 - others, limit[family] - others));
  }) as [number, number];
  // Numbers that stay taken, whatever a fair share is.
  const [own4, own6] = FAMILIES.map((family) =>
    terms.removes ? 0 : own.filter((entry) => entry.family === family).length,
  ) as [number, number];
  const share = Math.max(numbers - Math.max(v6, own6), Math.ceil(numbers / 2));
  const ipv4 = Math.min(v4, Math.max(own4, Math.min(share, numbers - own6)));
  return { ipv4, ipv6: Math.min(v6, numbers - Math.max(ipv4, own4)) };
}

function rollUpsOf(placed: readonly Placement[]): readonly string[] {
  return placed
    .map((placement) => placement.item)
    .filter((item) => !item.members.some((ban) => ban.cidr === item.cidr))
    .map((item) => item.cidr);
}
