import type { Ban } from '../../../lib/core/ban';
import type { Edge, EdgeReport, WantedBan } from '../../../lib/core/edge';
import type { Jail, Ruleset } from '../../../lib/core/ruleset';
import { aJail, aRuleset } from '../../support/builders';

/** An edge that is a set of addresses, for tests of who looks when; what an edge does is tested with the real ones. */
export interface SetEdge extends Edge {
  readonly holds: Set<string>;
  /** Asked at the start of every reconcile; may throw. */
  onLook: () => void | Promise<void>;
  readonly counts: { probes: number; looks: number; writes: number };
}

/** @param places how many addresses it holds at most. */
export function setEdge(name: string, places = Number.POSITIVE_INFINITY): SetEdge {
  const holds = new Set<string>();
  const counts = { probes: 0, looks: 0, writes: 0 };
  const edge: SetEdge = {
    ...{ name, kind: 'aws-waf', holds, counts, onLook: () => undefined },
    probe: async () => {
      counts.probes++;
      return fingerprint(holds);
    },
    reconcile: async (wanted) => {
      counts.looks++;
      await edge.onLook();
      return fill(edge, wanted, places);
    },
  };
  return edge;
}

const fingerprint = (holds: ReadonlySet<string>): string => [...holds].sort().join();

function fill({ holds, counts }: SetEdge, wanted: readonly WantedBan[], places: number): EdgeReport {
  const ranked = [...wanted].sort((a, b) => b.strength - a.strength || (a.cidr < b.cidr ? -1 : 1));
  const held = new Set(ranked.slice(0, places).map(({ cidr }) => cidr));
  const added = [...held].filter((cidr) => !holds.has(cidr));
  const removed = [...holds].filter((cidr) => !held.has(cidr));
  for (const cidr of removed) holds.delete(cidr);
  for (const cidr of added) holds.add(cidr);
  const writes = added.length + removed.length;
  counts.writes += writes;
  const overflow = ranked.slice(places).map(({ cidr }) => cidr);
  const probe = fingerprint(holds);
  return { ...{ held: [...held], added, removed, overflow, writes, probe }, notices: [], room: [] };
}

/** A ruleset of these jails; the names after each jail's are its edges, closed on all ports. */
export function rulesetOf(jails: Readonly<Record<string, readonly string[]>>, over: Partial<Jail> = {}): Ruleset {
  const names = new Set(Object.values(jails).flat());
  return aRuleset({
    edges: [...names].map((name) => ({ name, kind: 'aws-waf', options: {} })),
    jails: Object.entries(jails).map(([name, edges]) =>
      aJail({ name, edges: edges.map((edge) => ({ edge, ports: 'all' })), ...over }),
    ),
  });
}

export const aLiveBan = (over: Partial<Ban> = {}): Ban => ({
  ...{
    jail: 'app',
    ip: '192.0.2.1',
    time: 1_001_000,
    end: 1_001_600,
    bantime: 600,
    bancount: 1,
    offences: 1,
    failures: 3,
  },
  ...{ clearedAt: 1_001_000, state: 'live', origin: 'detect', version: 1 },
  ...over,
});
