import { type Cidr, formatCidr, withPrefix } from '../../core/address';
import type { Wanted } from '../run/admit';
import { covers, type Match, matchesOf, union } from './nacl-match';

/** One range that asks for a place on the ACL, for one ban or for several that it covers. */
export interface Item {
  readonly range: Cidr;
  readonly cidr: string;
  /** One entry for each, when there is room. */
  readonly matches: readonly Match[];
  readonly strength: number;
  readonly members: readonly Wanted[];
}

/** A ban inside another one that closes as much needs no place of its own. */
export function itemsOf(bans: readonly Wanted[]): readonly Item[] {
  const hosts = nesting(bans);
  const guests = new Map<string, Wanted[]>();
  for (const [guest, host] of hosts) {
    const list = guests.get(host.cidr) ?? [];
    list.push(guest);
    guests.set(host.cidr, list);
  }
  return bans.filter((ban) => !hosts.has(ban)).map((ban) => item(ban.range, [ban, ...(guests.get(ban.cidr) ?? [])]));
}

/** Each nested ban and the widest wanted ban that covers it. */
function nesting(bans: readonly Wanted[]): ReadonlyMap<Wanted, Wanted> {
  const hosts = new Map<Wanted, Wanted>();
  const prefixes = [...new Set(bans.map((ban) => ban.range.prefix))].sort((a, b) => a - b);
  if (prefixes.length < 2) return hosts;
  const named = new Map(bans.map((ban) => [ban.cidr, ban]));
  for (const ban of bans) {
    const host = prefixes
      .filter((prefix) => prefix < ban.range.prefix)
      .map((prefix) => named.get(formatCidr(withPrefix(ban.range, prefix))))
      .find((wide) => wide && closes(matchesOf(wide.ports), matchesOf(ban.ports)));
    if (host) hosts.set(ban, host);
  }
  return hosts;
}

const closes = (outer: readonly Match[], inner: readonly Match[]): boolean =>
  inner.every((match) => outer.some((wide) => covers(wide, match)));

function item(range: Cidr, members: readonly [Wanted, ...Wanted[]]): Item {
  const ports = members.slice(1).reduce((sum, ban) => union(sum, ban.ports), members[0].ports);
  return {
    range,
    cidr: formatCidr(range),
    matches: matchesOf(ports),
    strength: members.reduce((most, ban) => Math.max(most, ban.strength), 0),
    members,
  };
}

/** A prefix stands for the bans in it from this many on. */
const ENOUGH = 3;
const ROLL_UP_PREFIX = { ipv4: 24, ipv6: 56 } as const;

/**
 * Puts one prefix (/24, /56) in the place of the bans in it, fullest prefixes first, until `excess` entries are saved.
 * @param mayCover whether a prefix holds no protected address.
 * @param cost entries an item takes at least.
 */
export function rollUp(
  items: readonly Item[],
  excess: number,
  terms: { readonly mayCover: (cidr: Cidr) => boolean; readonly cost: (item: Item) => number },
): readonly Item[] {
  let saved = 0;
  const gone = new Set<Item>();
  const prefixes: Item[] = [];
  for (const group of groupsOf(items)) {
    if (saved >= excess) break;
    const [first, ...rest] = group.items.flatMap((one) => one.members);
    if (!first || !terms.mayCover(group.range)) continue;
    const rolled = item(group.range, [first, ...rest]);
    const gain = group.items.reduce((sum, one) => sum + terms.cost(one), 0) - terms.cost(rolled);
    if (gain <= 0) continue;
    saved += gain;
    for (const one of group.items) gone.add(one);
    prefixes.push(rolled);
  }
  return [...items.filter((one) => !gone.has(one)), ...prefixes];
}

interface Group {
  readonly range: Cidr;
  readonly items: Item[];
}

function groupsOf(items: readonly Item[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const one of items) {
    const prefix = ROLL_UP_PREFIX[one.range.family];
    if (one.range.prefix < prefix) continue;
    const range = withPrefix(one.range, prefix);
    const key = formatCidr(range);
    const group = groups.get(key) ?? { range, items: [] };
    group.items.push(one);
    groups.set(key, group);
  }
  return [...groups]
    .filter(([, group]) => group.items.length >= ENOUGH)
    .sort(([a, one], [b, two]) => two.items.length - one.items.length || (a < b ? -1 : 1))
    .map(([, group]) => group);
}
