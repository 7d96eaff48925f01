import type { AclEntry } from '../ports';
import type { Item } from './nacl-items';
import { EVERYTHING, type Match, matchKey } from './nacl-match';

export type Selective = 'auto' | 'yes' | 'no';

/** An item with the entries it gets. */
export interface Placement {
  readonly item: Item;
  readonly matches: readonly Match[];
}

export interface Choice {
  /** Strongest first. */
  readonly placed: readonly Placement[];
  readonly overflow: readonly Item[];
}

export interface ChoiceTerms {
  readonly selective: Selective;
  /** Entries our denies may take in this family. */
  readonly room: number;
  /** Of these, the ones that are taken whatever is chosen. */
  readonly taken: number;
}

/** Entries an item takes at least. */
export const leastCost =
  (selective: Selective) =>
  (item: Item): number =>
    selective === 'yes' ? item.matches.length : 1;

/**
 * Gives places to the strongest items; of equals to those that stand already. In `auto` an item closes only its ports
 * while a quarter of the room is free and everybody else still fits; otherwise it takes one entry for all ports, and goes
 * back to its ports once that leaves half the room free.
 */
export function choose(items: readonly Item[], own: readonly AclEntry[], terms: ChoiceTerms): Choice {
  const standing = standingForms(items, own, terms.selective);
  const order = [...items].sort(
    (a, b) =>
      b.strength - a.strength || Number(standing.has(b)) - Number(standing.has(a)) || (a.cidr < b.cidr ? -1 : 1),
  );
  const later = suffixSums(order, standing, leastCost(terms.selective));
  const placed: Placement[] = [];
  const overflow: Item[] = [];
  let left = terms.room - terms.taken;
  order.forEach((item, at) => {
    const { least = 0, stands = 0 } = later[at + 1] ?? {};
    const room = { left, spare: left - least, plenty: left - stands >= terms.room / 4 };
    const matches = formFor(item, standing.get(item), terms.selective, room);
    if (matches.length > left) overflow.push(item);
    else {
      left -= matches.length;
      placed.push({ item, matches });
    }
  });
  return { placed: terms.selective === 'auto' ? narrowed(placed, left, terms.room) : placed, overflow };
}

interface Room {
  readonly left: number;
  /** What is left once all weaker items have their least. */
  readonly spare: number;
  /** Whether a quarter of the room is free, weaker items standing as they do. */
  readonly plenty: boolean;
}

function formFor(item: Item, stands: readonly Match[] | undefined, selective: Selective, room: Room): readonly Match[] {
  const cost = item.matches.length;
  if (selective === 'yes' || (selective === 'auto' && cost === 1)) return item.matches;
  if (selective === 'no' || cost > room.spare) return [EVERYTHING];
  if (stands) return stands;
  return room.plenty ? item.matches : [EVERYTHING];
}

/** The acceptable form in which an item stands on the ACL already. */
function standingForms(
  items: readonly Item[],
  own: readonly AclEntry[],
  selective: Selective,
): ReadonlyMap<Item, readonly Match[]> {
  const keys = new Map<string, Set<string>>();
  for (const entry of own) keys.set(entry.cidr, (keys.get(entry.cidr) ?? new Set()).add(matchKey(entry)));
  const forms = new Map<Item, readonly Match[]>();
  for (const item of items) {
    const found = keys.get(item.cidr);
    const fits = (form: readonly Match[]) => form.every((match) => found?.has(matchKey(match)));
    const accepted = [...(selective === 'no' ? [] : [item.matches]), ...(selective === 'yes' ? [] : [[EVERYTHING]])];
    const form = accepted.find(fits);
    if (form) forms.set(item, form);
  }
  return forms;
}

/** At each place, what the items from there on take: at least, and where they stand already. */
function suffixSums(
  order: readonly Item[],
  standing: ReadonlyMap<Item, readonly Match[]>,
  least: (item: Item) => number,
): readonly { readonly least: number; readonly stands: number }[] {
  const sums = [{ least: 0, stands: 0 }];
  for (const item of [...order].reverse()) {
    const next = sums.at(-1) ?? { least: 0, stands: 0 };
    sums.push({ least: next.least + least(item), stands: next.stands + (standing.get(item)?.length ?? 0) });
  }
  return sums.reverse();
}

function narrowed(placed: readonly Placement[], left: number, room: number): readonly Placement[] {
  let free = left;
  return placed.map((placement) => {
    const more = placement.item.matches.length - placement.matches.length;
    if (more <= 0 || free - more < room / 2) return placement;
    free -= more;
    return { item: placement.item, matches: placement.item.matches };
  });
}
