import type { Family } from '../../core/address';
import type { EdgeRoom } from '../../core/edge';
import { byStrength, type Wanted } from '../run/admit';

/** An address set as it is: a WAF IP set or a prefix list. */
export interface SetState {
  readonly id: string;
  readonly family: Family;
  readonly capacity: number;
  /** Canonical CIDR to whether the entry is ours to take away. */
  readonly entries: ReadonlyMap<string, boolean>;
}

export interface SetChange {
  readonly id: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export interface SetsPlan {
  /** Only sets that change. */
  readonly changes: readonly SetChange[];
  /** Wanted CIDRs that are on a set once the changes are made. */
  readonly held: readonly string[];
  readonly overflow: readonly string[];
  readonly room: readonly EdgeRoom[];
}

/**
 * Spreads the wanted ranges over sets of fixed capacity with the fewest changed sets. An address never moves between sets;
 * foreign entries stay and take room; when it does not all fit, the strongest stay or come in.
 * @param removes false: nothing is taken off (`ban-only`).
 */
export function planSets(sets: readonly SetState[], wanted: readonly Wanted[], removes: boolean): SetsPlan {
  const plans = (['ipv4', 'ipv6'] as const).map((family) =>
    planFamily(
      sets.filter((set) => set.family === family),
      wanted.filter((ban) => ban.range.family === family),
      { family, removes },
    ),
  );
  return {
    changes: plans.flatMap((plan) => plan.changes),
    held: plans.flatMap((plan) => plan.held),
    overflow: plans.flatMap((plan) => plan.overflow),
    room: plans.flatMap((plan) => plan.room),
  };
}

interface Terms {
  readonly family: Family;
  readonly removes: boolean;
}

function planFamily(sets: readonly SetState[], wanted: readonly Wanted[], terms: Terms): SetsPlan {
  const capacity = sets.reduce((sum, set) => sum + set.capacity, 0);
  const chosen = choose(wanted, census(sets, terms.removes), capacity);
  const drafts = sets.map((set) => draft(set, chosen, terms.removes));
  place(newcomers(wanted, sets, chosen), drafts);
  const [held, overflow] = [true, false].map((on) =>
    wanted.filter((ban) => chosen.has(ban.cidr) === on).map((ban) => ban.cidr),
  );
  return {
    changes: drafts
      .filter((set) => set.add.length + set.remove.length > 0)
      .map(({ id, add, remove }) => ({ id, add, remove })),
    held: held ?? [],
    overflow: overflow ?? [],
    room: [{ family: terms.family, used: drafts.reduce((sum, set) => sum + set.count, 0), capacity }],
  };
}

/** What stands on all sets together. */
interface Census {
  /** Entries that stay whatever is wanted. */
  readonly fixed: number;
  /** How many entries each CIDR could give back; 0: it stands, but only as a fixed entry. */
  readonly loose: ReadonlyMap<string, number>;
}

function census(sets: readonly SetState[], removes: boolean): Census {
  const loose = new Map<string, number>();
  let fixed = 0;
  for (const set of sets) {
    for (const [cidr, own] of set.entries) {
      const count = own && removes ? 1 : 0;
      loose.set(cidr, (loose.get(cidr) ?? 0) + count);
      fixed += 1 - count;
    }
  }
  return { fixed, loose };
}

function choose(wanted: readonly Wanted[], { fixed, loose }: Census, capacity: number): ReadonlySet<string> {
  const chosen = new Set<string>();
  let free = capacity - fixed;
  for (const ban of [...wanted].sort(byStrength((one) => loose.has(one.cidr)))) {
    const cost = loose.get(ban.cidr) ?? 1;
    if (cost > free) continue;
    free -= cost;
    chosen.add(ban.cidr);
  }
  return chosen;
}

function newcomers(wanted: readonly Wanted[], sets: readonly SetState[], chosen: ReadonlySet<string>): string[] {
  return wanted
    .filter((ban) => chosen.has(ban.cidr) && !sets.some((set) => set.entries.has(ban.cidr)))
    .map((ban) => ban.cidr)
    .sort();
}

interface Draft {
  readonly id: string;
  readonly capacity: number;
  readonly remove: readonly string[];
  add: readonly string[];
  count: number;
}

function draft(set: SetState, chosen: ReadonlySet<string>, removes: boolean): Draft {
  const remove = removes
    ? [...set.entries].filter(([cidr, own]) => own && !chosen.has(cidr)).map(([cidr]) => cidr)
    : [];
  return { id: set.id, capacity: set.capacity, remove, add: [], count: set.entries.size - remove.length };
}

/** Sets that are written anyway come first, then the emptiest: as few writes as there can be. */
function place(cidrs: readonly string[], drafts: readonly Draft[]): void {
  const roomy = [...drafts].sort(
    (a, b) =>
      Number(b.remove.length > 0) - Number(a.remove.length > 0) ||
      b.capacity - b.count - (a.capacity - a.count) ||
      (a.id < b.id ? -1 : 1),
  );
  let next = 0;
  for (const set of roomy) {
    set.add = cidrs.slice(next, next + Math.max(0, set.capacity - set.count));
    set.count += set.add.length;
    next += set.add.length;
  }
}

/** CIDRs of ours that stand on the sets once `changes` are made. */
export function standingAfter(sets: readonly SetState[], changes: readonly SetChange[]): ReadonlySet<string> {
  const removed = new Map(changes.map((change) => [change.id, new Set(change.remove)]));
  const kept = sets.flatMap((set) =>
    [...set.entries].filter(([cidr, own]) => own && !removed.get(set.id)?.has(cidr)).map(([cidr]) => cidr),
  );
  return new Set([...kept, ...changes.flatMap((change) => change.add)]);
}
