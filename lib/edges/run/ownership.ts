import type { EdgeContext } from '../../core/edge';

/** Which CIDRs on an edge are ours: what is wanted, and what the table says we banned at some time. Asks once for each. */
export interface Ownership {
  /** Learns about CIDRs; afterwards `owns` knows them. */
  learn(cidrs: Iterable<string>): Promise<void>;
  owns(cidr: string): boolean;
}

export function ownership(wanted: Iterable<string>, ours: EdgeContext['ours']): Ownership {
  const own = new Set(wanted);
  const asked = new Set<string>();
  return {
    owns: (cidr) => own.has(cidr),
    learn: async (cidrs) => {
      const unknown = [...new Set(cidrs)].filter((cidr) => !own.has(cidr) && !asked.has(cidr));
      if (unknown.length === 0) return;
      for (const cidr of await ours(unknown)) own.add(cidr);
      for (const cidr of unknown) asked.add(cidr);
    },
  };
}
