import fc from 'fast-check';
import { formatCidr, parseCidr } from '../../../lib/core/address';
import { planSets, type SetState } from '../../../lib/edges/plan/sets';
import type { Wanted } from '../../../lib/edges/run/admit';

const cidrs = Array.from({ length: 24 }, (_, n) => (n % 3 === 0 ? `2001:db8:0:${n}::/64` : `192.0.2.${n}/32`));
const anyWanted = fc
  .uniqueArray(fc.record({ cidr: fc.constantFrom(...cidrs), strength: fc.integer({ min: 1, max: 3 }) }), {
    selector: (ban) => ban.cidr,
  })
  .map((bans): Wanted[] => bans.map((ban) => ({ ...ban, ports: 'all', end: null, range: parseCidr(ban.cidr)! })));
const anyEntries = fc.dictionary(fc.constantFrom(...cidrs), fc.boolean(), { maxKeys: 8 });
/** Sets as AWS could hold them: one family each, never over capacity, no address twice. */
const anySets = fc.array(fc.tuple(anyEntries, fc.integer({ min: 0, max: 4 })), { maxLength: 4 }).map((drafts) => {
  const seen = new Set<string>();
  return drafts.map(([entries, spare], n): SetState => {
    const family = n % 2 === 0 ? 'ipv4' : 'ipv6';
    const own = Object.entries(entries).filter(
      ([cidr]) => cidr.includes(':') === (family === 'ipv6') && !seen.has(cidr) && seen.add(cidr),
    );
    return { id: `set-${n}`, family, capacity: own.length + spare, entries: new Map(own) };
  });
});

function apply(sets: readonly SetState[], plan: ReturnType<typeof planSets>): SetState[] {
  return sets.map((set) => {
    const change = plan.changes.find((one) => one.id === set.id);
    const entries = new Map(set.entries);
    for (const cidr of change?.remove ?? []) expect(entries.delete(cidr)).toBe(true);
    for (const cidr of change?.add ?? []) {
      expect(entries.has(cidr)).toBe(false);
      entries.set(cidr, true);
    }
    return { ...set, entries };
  });
}

const all = (sets: readonly SetState[]) => sets.flatMap((set) => [...set.entries.keys()]);
const foreign = (sets: readonly SetState[]) =>
  sets.flatMap((set) => [...set.entries].filter(([, own]) => !own).map(([cidr]) => cidr));

describe('the plan of address sets', () => {
  const law = (check: (sets: SetState[], wanted: Wanted[]) => void) =>
    fc.assert(fc.property(anySets, anyWanted, check), { numRuns: 500 });

  it('stays within every set and its family', () => {
    law((sets, wanted) => {
      for (const set of apply(sets, planSets(sets, wanted, true))) {
        expect(set.entries.size).toBeLessThanOrEqual(set.capacity);
        for (const cidr of set.entries.keys()) expect(cidr.includes(':')).toBe(set.family === 'ipv6');
      }
    });
  });

  it('leaves exactly what is wanted minus the overflow, and what is foreign', () => {
    law((sets, wanted) => {
      const plan = planSets(sets, wanted, true);
      const placed = wanted.map((ban) => ban.cidr).filter((cidr) => !plan.overflow.includes(cidr));
      expect(new Set(all(apply(sets, plan)))).toEqual(new Set([...placed, ...foreign(sets)]));
      expect([...plan.held].sort()).toEqual(placed.sort());
    });
  });

  it('changes nothing when applied twice', () => {
    law((sets, wanted) => {
      const after = apply(sets, planSets(sets, wanted, true));
      expect(planSets(after, wanted, true).changes).toEqual([]);
    });
  });

  it('leaves out nothing stronger than what it holds, and puts out only for something stronger', () => {
    law((sets, wanted) => {
      const plan = planSets(sets, wanted, true);
      const standing = all(sets);
      const strength = (cidr: string) => wanted.find((ban) => ban.cidr === cidr)!.strength;
      const pairs = plan.overflow.flatMap((out) =>
        plan.held
          .filter((cidr) => !foreign(sets).includes(cidr) && cidr.includes(':') === out.includes(':'))
          .map((inside) => ({ out, inside })),
      );
      for (const { out, inside } of pairs) {
        const exchanged = standing.includes(out) && !standing.includes(inside);
        expect(strength(inside)).toBeGreaterThanOrEqual(strength(out) + Number(exchanged));
      }
    });
  });

  it('removes nothing when it may not, and still fits what it can', () => {
    law((sets, wanted) => {
      const plan = planSets(sets, wanted, false);
      expect(plan.changes.flatMap((change) => change.remove)).toEqual([]);
      for (const set of apply(sets, plan)) expect(set.entries.size).toBeLessThanOrEqual(set.capacity);
    });
  });

  it('puts new ones into a set that is written anyway', () => {
    const gone = { id: 'set-0', family: 'ipv4' as const, capacity: 2, entries: new Map([['192.0.2.9/32', true]]) };
    const empty = { id: 'set-1', family: 'ipv4' as const, capacity: 9, entries: new Map() };
    const range = parseCidr('192.0.2.1')!;
    const wanted: Wanted[] = [{ cidr: '192.0.2.1/32', range, ports: 'all', strength: 1, end: null }];

    expect(planSets([gone, empty], wanted, true).changes).toEqual([
      { id: 'set-0', add: ['192.0.2.1/32'], remove: ['192.0.2.9/32'] },
    ]);
  });

  it('writes as few sets as there can be', () => {
    const sets = [3, 5, 9].map(
      (capacity, n): SetState => ({ id: `set-${n}`, family: 'ipv4', capacity, entries: new Map() }),
    );
    const wanted = Array.from({ length: 9 }, (_, n) => n).map((n): Wanted => {
      const range = parseCidr(`192.0.2.${n}`)!;
      return { cidr: formatCidr(range), range, ports: 'all', strength: 1, end: null };
    });
    expect(planSets(sets, wanted, true).changes.map((change) => change.id)).toEqual(['set-2']);
  });
});
