import { type Cidr, type Family, overlaps, parseCidr } from '../../core/address';
import type { PortRange } from '../../core/ruleset';
import type { AclEntry } from '../ports';
import type { Placement } from './nacl-choice';
import { type Match, matchKey } from './nacl-match';

export type AclStep =
  | { readonly kind: 'create'; readonly entry: AclEntry }
  | { readonly kind: 'delete'; readonly entry: AclEntry };

export interface StepTerms {
  /** All ingress entries as they are. */
  readonly entries: readonly AclEntry[];
  /** Of these, ours. */
  readonly own: readonly AclEntry[];
  /** Rule numbers that are ours to use. */
  readonly rules: PortRange;
  readonly room: Readonly<Record<Family, number>>;
  readonly removes: boolean;
}

/**
 * From what stands to what was chosen. Lifted bans go first. An entry that another one replaces goes after it, or just
 * before when there is no place for both. A new entry gets the lowest number that nobody uses at that moment.
 */
export function stepsTo(placements: readonly Placement[], terms: StepTerms): readonly AclStep[] {
  const missing = missingEntries(placements, terms.own);
  const surplus = terms.removes ? surplusEntries(placements, terms.own) : [];
  const targets = placements.map((placement) => placement.item.range);
  const replaced = surplus.filter((entry) => targets.some((range) => overlaps(range, rangeOf(entry))));
  const acl = pretend(terms);
  for (const entry of surplus) if (!replaced.includes(entry)) acl.remove(entry);
  for (const wish of missing) {
    makePlace(acl, wish.family, replaced);
    if (acl.hasPlace(wish.family)) acl.add(wish);
  }
  for (const entry of replaced) acl.remove(entry);
  return acl.steps;
}

/** Entries once the steps are done. */
export function afterSteps(entries: readonly AclEntry[], steps: readonly AclStep[]): readonly AclEntry[] {
  const gone = new Set(steps.flatMap((step) => (step.kind === 'delete' ? [step.entry.number] : [])));
  const created = steps.flatMap((step) => (step.kind === 'create' ? [step.entry] : []));
  return [...entries.filter((entry) => !gone.has(entry.number)), ...created];
}

/** Takes replaced entries off early, as few as it needs. */
function makePlace(acl: PaperAcl, family: Family, replaced: AclEntry[]): void {
  while (!acl.hasPlace(family)) {
    const next = replaced.find((entry) => entry.family === family) ?? replaced[0];
    if (!next) return;
    replaced.splice(replaced.indexOf(next), 1);
    acl.remove(next);
  }
}

export function rangeOf(entry: AclEntry): Cidr {
  const range = parseCidr(entry.cidr);
  if (!range) throw new Error(`not a CIDR: ${JSON.stringify(entry.cidr)}`);
  return range;
}

/** The same for entries that close the same traffic of the same range, whatever their number. */
export const entryKey = (cidr: string, match: Match): string => `${cidr} ${matchKey(match)}`;

type Wish = Omit<AclEntry, 'number'>;

function missingEntries(placements: readonly Placement[], own: readonly AclEntry[]): readonly Wish[] {
  const present = new Set(own.map((entry) => entryKey(entry.cidr, entry)));
  return placements.flatMap(({ item, matches }) =>
    matches
      .filter((match) => !present.has(entryKey(item.cidr, match)))
      .map((match) => ({ ...match, action: 'deny' as const, family: item.range.family, cidr: item.cidr })),
  );
}

/** Ours that were not chosen, and doubles. */
function surplusEntries(placements: readonly Placement[], own: readonly AclEntry[]): readonly AclEntry[] {
  const needed = new Set(placements.flatMap(({ item, matches }) => matches.map((match) => entryKey(item.cidr, match))));
  return [...own].sort((a, b) => a.number - b.number).filter((entry) => !needed.delete(entryKey(entry.cidr, entry)));
}

interface PaperAcl {
  readonly steps: readonly AclStep[];
  hasPlace(family: Family): boolean;
  add(wish: Wish): void;
  remove(entry: AclEntry): void;
}

/** Plays the steps on paper: which numbers and places are free after each. */
function pretend({ entries, own, rules, room }: StepTerms): PaperAcl {
  const steps: AclStep[] = [];
  const used = new Set(entries.map((entry) => entry.number));
  const count = { ipv4: 0, ipv6: 0 };
  for (const entry of own) count[entry.family]++;
  const freeNumber = (): number | undefined => {
    for (let number = rules.from; number <= rules.to; number++) if (!used.has(number)) return number;
    return undefined;
  };
  return {
    steps,
    hasPlace: (family: Family): boolean => count[family] < room[family] && freeNumber() !== undefined,
    add: (wish: Wish): void => {
      const number = freeNumber();
      if (number === undefined) return;
      used.add(number);
      count[wish.family]++;
      steps.push({ kind: 'create', entry: { ...wish, number } });
    },
    remove: (entry: AclEntry): void => {
      used.delete(entry.number);
      count[entry.family]--;
      steps.push({ kind: 'delete', entry });
    },
  };
}
