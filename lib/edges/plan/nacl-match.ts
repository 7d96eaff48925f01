import type { PortRange, Ports } from '../../core/ruleset';
import type { AclEntry } from '../ports';

/** The traffic an ACL entry speaks of: IANA protocol number (`-1`: all) and destination ports (`null`: all). */
export interface Match {
  readonly protocol: string;
  readonly ports: PortRange | null;
}

export const EVERYTHING: Match = { protocol: '-1', ports: null };

const NUMBERS = { tcp: ['6'], udp: ['17'], all: ['6', '17'] } as const;

/** One entry each: a port range of one protocol, adjacent ranges joined; or one for everything. */
export function matchesOf(ports: Ports): readonly Match[] {
  if (ports === 'all' || ports.ranges.length === 0) return [EVERYTHING];
  const ranges = joined(ports.ranges);
  return NUMBERS[ports.protocol].flatMap((protocol) => ranges.map((range) => ({ protocol, ports: range })));
}

/** Both ends included, sorted, no two that touch. */
export function joined(ranges: readonly PortRange[]): readonly PortRange[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** What closes both: the ports of both when they are of one protocol, else everything. */
export function union(a: Ports, b: Ports): Ports {
  if (a === 'all' || b === 'all' || a.protocol !== b.protocol) return 'all';
  return { protocol: a.protocol, ranges: joined([...a.ranges, ...b.ranges]) };
}

export const matchKey = ({ protocol, ports }: Match): string =>
  ports === null ? protocol : `${protocol}:${ports.from}-${ports.to}`;

/** Whether all of `inner`'s traffic is `outer`'s. */
export function covers(outer: Match, inner: Match): boolean {
  if (outer.protocol !== '-1' && outer.protocol !== inner.protocol) return false;
  if (outer.ports === null) return true;
  return inner.ports !== null && outer.ports.from <= inner.ports.from && inner.ports.to <= outer.ports.to;
}

/** Whether some traffic is of both. */
export function meets(a: Match, b: Match): boolean {
  if (a.protocol !== '-1' && b.protocol !== '-1' && a.protocol !== b.protocol) return false;
  return a.ports === null || b.ports === null || (a.ports.from <= b.ports.to && b.ports.from <= a.ports.to);
}

/** As the console writes it: `tcp 80-443`, `all traffic`. */
export function matchText({ protocol, ports }: Match): string {
  const name = { '-1': 'all traffic', '6': 'tcp', '17': 'udp' }[protocol] ?? `protocol ${protocol}`;
  if (ports === null) return name;
  return `${name} ${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`;
}

/** Only denies of protocols we write can be ours. */
export const looksOurs = (entry: AclEntry): boolean =>
  entry.action === 'deny' && ['-1', '6', '17'].includes(entry.protocol);
