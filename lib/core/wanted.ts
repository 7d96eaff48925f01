import { formatCidr, parseCidr } from './address';
import type { Ban } from './ban';
import type { WantedBan } from './edge';
import { isOver } from './fold';
import type { Protection } from './protect';
import type { PortRange, Ports, Seconds } from './ruleset';

export interface WantedRules {
  /** What each jail closes on this edge; a jail that is not in the map does not use the edge. */
  readonly ports: ReadonlyMap<string, Ports>;
  readonly protection: ReadonlyMap<string, Protection>;
}

/**
 * What one edge must hold: the union of the live bans of all jails that use it. An address banned by two jails stays
 * until the last of them lifts it. Protected addresses are left out, whatever the table says.
 */
export function wantedBans(rules: WantedRules, live: readonly Ban[], clock: Seconds): readonly WantedBan[] {
  const byCidr = new Map<string, WantedBan>();
  for (const ban of live) {
    const wanted = isOver(ban, clock) ? undefined : wantedBan(rules, ban);
    if (!wanted) continue;
    const other = byCidr.get(wanted.cidr);
    byCidr.set(wanted.cidr, other ? union(other, wanted) : wanted);
  }
  return [...byCidr.values()];
}

function wantedBan(rules: WantedRules, ban: Ban): WantedBan | undefined {
  const ports = rules.ports.get(ban.jail);
  const cidr = parseCidr(ban.ip);
  if (!ports || !cidr || cidr.prefix === 0) return undefined;
  if (rules.protection.get(ban.jail)?.reason(cidr)) return undefined;
  return { cidr: formatCidr(cidr), ports, strength: strengthOf(ban), end: ban.end };
}

/**
 * The greater keeps its place on a full edge: an operator's ban first, then by how often the offender came back, then
 * by how long the ban lasts from when it was made. What a list names, and did nothing here yet, comes last.
 */
export function strengthOf(ban: Ban): number {
  const isAsked = ban.origin === 'manual' || ban.asked !== undefined;
  if (ban.origin === 'list' && !isAsked) return 0;
  const manual = isAsked ? 1e6 : 0;
  const length = ban.end === null ? 1 : 1 - 1 / (1 + Math.max(0, ban.end - ban.time) / 86400);
  return manual + Math.min(ban.bancount, 1000) + length;
}

function union(a: WantedBan, b: WantedBan): WantedBan {
  return {
    cidr: a.cidr,
    ports: unionPorts(a.ports, b.ports),
    strength: Math.max(a.strength, b.strength),
    end: a.end === null || b.end === null ? null : Math.max(a.end, b.end),
  };
}

function unionPorts(a: Ports, b: Ports): Ports {
  if (a === 'all' || b === 'all') return 'all';
  const protocol = a.protocol === b.protocol ? a.protocol : 'all';
  return { protocol, ranges: joinRanges([...a.ranges, ...b.ranges]) };
}

/** Sorted, disjoint; overlapping and adjacent ranges joined. */
export function joinRanges(ranges: readonly PortRange[]): readonly PortRange[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}
