import fc from 'fast-check';
import { contains, formatCidr, overlaps, parseCidr } from '../../../lib/core/address';
import type { Ports } from '../../../lib/core/ruleset';
import { type GroupPlan, type GroupTerms, planGroup, type SavedGroupRule } from '../../../lib/edges/plan/group';
import type { GroupRule, NewRule } from '../../../lib/edges/ports';
import type { Wanted } from '../../../lib/edges/run/admit';

const sources = ['192.0.2.0/29', '192.0.2.0/30', '192.0.2.6/32', '192.0.0.0/16', '20.0.0.0/8', '2001:db8::/60'];
const targets = [
  '192.0.2.0/30',
  '192.0.2.1/32',
  '192.0.2.6/32',
  '192.0.2.7/32',
  '192.0.2.0/24',
  '20.1.0.0/16',
  '2001:db8:0:3::/64',
];
const ssh: Ports = { protocol: 'tcp', ranges: [{ from: 22, to: 22 }] };

const anyRules = fc
  .uniqueArray(fc.record({ cidr: fc.constantFrom(...sources), port: fc.constantFrom(22, 443) }), {
    selector: (rule) => `${rule.cidr} ${rule.port}`,
  })
  .map((rules) =>
    rules.map(
      ({ cidr, port }, at): GroupRule => ({
        id: `sgr-${at}`,
        protocol: 'tcp',
        ports: { from: port, to: port },
        source: { kind: 'cidr', family: cidr.includes(':') ? 'ipv6' : 'ipv4', cidr },
        description: `rule ${at}`,
        tags: {},
      }),
    ),
  );
const anyBans = fc
  .uniqueArray(
    fc.record({
      cidr: fc.constantFrom(...targets),
      strength: fc.integer({ min: 1, max: 3 }),
      ports: fc.constantFrom<Ports>('all', ssh),
    }),
    { selector: (ban) => ban.cidr },
  )
  .map((bans) => bans.map((ban): Wanted => ({ ...ban, range: parseCidr(ban.cidr)!, end: null })));

interface Group {
  readonly rules: readonly GroupRule[];
  readonly saved: readonly SavedGroupRule[];
}

let made = 0;

/** Plays the exchanges as EC2 would: no duplicates, never more rules than the quota. */
function apply(group: Group, plan: GroupPlan, terms: GroupTerms): Group {
  const rules = new Map(group.rules.map((rule) => [rule.id, rule]));
  const add = (rule: NewRule) => {
    const { family, cidr, ...rest } = rule;
    const same = [...rules.values()].some((one) => identity(one) === `${rule.ports?.from} ${cidr}`);
    if (same) throw new Error(`duplicate ${cidr}`);
    const id = `sgr-new-${made++}`;
    rules.set(id, { ...rest, id, source: { kind: 'cidr', family, cidr } });
    const count = [...rules.values()].filter(
      (one) => one.source.kind === 'cidr' && one.source.family === family,
    ).length;
    if (count > terms.budget[family]) throw new Error('beyond the quota');
  };
  for (const exchange of plan.exchanges) {
    exchange.add.forEach(add);
    for (const { id } of exchange.remove) if (!rules.delete(id)) throw new Error(`no rule ${id}`);
  }
  return { rules: [...rules.values()], saved: plan.saved };
}

const identity = (rule: GroupRule) =>
  `${rule.ports?.from} ${rule.source.kind === 'cidr' ? rule.source.cidr : rule.source.id}`;
const text = (group: Group) => group.rules.map((rule) => `${identity(rule)} ${rule.description}`).sort();
/** Whether the group lets an address in on a port: the oracle is EC2's own rule, any rule that matches allows. */
const lets = (rules: readonly GroupRule[], address: string, port: number) =>
  rules.some(
    (rule) =>
      rule.ports?.from === port &&
      rule.source.kind === 'cidr' &&
      contains(parseCidr(rule.source.cidr)!, parseCidr(address)!),
  );
const probes = [
  '192.0.2.0',
  '192.0.2.1',
  '192.0.2.2',
  '192.0.2.6',
  '192.0.2.7',
  '192.0.2.9',
  '192.0.9.9',
  '20.1.2.3',
  '20.2.2.3',
  '2001:db8:0:3::1',
  '2001:db8:0:4::1',
];

const anyBudget = fc.integer({ min: 8, max: 60 });
const law = (check: (people: readonly GroupRule[], now: Group, wanted: Wanted[], terms: GroupTerms) => void) =>
  fc.assert(
    fc.property(anyRules, anyBans, anyBans, anyBudget, (people, before, wanted, spare) => {
      // People's own rules are within the quota, whatever it is.
      const budget = Math.max(spare, people.length);
      const terms: GroupTerms = { group: 'sg-1', budget: { ipv4: budget, ipv6: budget }, removes: true };
      const start = { rules: people, saved: [] };
      check(people, apply(start, planGroup(people, [], before, terms), terms), wanted, terms);
    }),
    { numRuns: 400 },
  );
const plan = (group: Group, wanted: readonly Wanted[], terms: GroupTerms) =>
  planGroup(group.rules, group.saved, wanted, terms);

describe('the plan of a security group', () => {
  it('lets nobody in on the ports of a held ban', () => {
    law((_people, now, wanted, terms) => {
      const planned = plan(now, wanted, terms);
      const after = apply(now, planned, terms);
      const open = wanted
        .filter((ban) => planned.held.includes(ban.cidr))
        .flatMap((ban) =>
          after.rules.filter(
            (rule) =>
              (ban.ports === 'all' || rule.ports?.from === 22) &&
              rule.source.kind === 'cidr' &&
              overlaps(parseCidr(rule.source.cidr)!, ban.range),
          ),
        );
      expect(open).toEqual([]);
      expect([...planned.held].sort()).toEqual(
        wanted
          .map((ban) => ban.cidr)
          .filter((cidr) => planned.held.includes(cidr))
          .sort(),
      );
    });
  });

  it('shuts out nobody but banned addresses, and lets in nobody whom people did not', () => {
    const doors = probes.flatMap((address) => [22, 443].map((port) => ({ address, port })));
    law((people, now, wanted, terms) => {
      const after = apply(now, plan(now, wanted, terms), terms);
      const banned = ({ address, port }: { address: string; port: number }) =>
        wanted.some((ban) => contains(ban.range, parseCidr(address)!) && (ban.ports === 'all' || port === 22));
      const changed = doors.filter(
        ({ address, port }) => lets(after.rules, address, port) !== lets(people, address, port),
      );
      expect(changed.filter(({ address, port }) => lets(after.rules, address, port))).toEqual([]);
      expect(changed.filter((door) => !banned(door))).toEqual([]);
    });
  });

  it('stays within the quota at every request and changes nothing when applied twice', () => {
    law((_people, now, wanted, terms) => {
      const after = apply(now, plan(now, wanted, terms), terms);
      const again = plan(after, wanted, terms);
      expect(again.exchanges).toEqual([]);
      expect(again.saved).toEqual(after.saved);
    });
  });

  it('gives every rule back as it was when the bans are lifted', () => {
    law((people, now, wanted, terms) => {
      const after = apply(now, plan(now, wanted, terms), terms);
      const lifted = apply(after, plan(after, [], terms), terms);
      expect(text(lifted)).toEqual(text({ rules: people, saved: [] }));
      expect(lifted.saved).toEqual([]);
    });
  });

  it('opens nothing when it may not', () => {
    law((_people, now, wanted, terms) => {
      const careful = { ...terms, removes: false };
      const after = apply(now, plan(now, wanted, careful), careful);
      for (const address of probes) {
        for (const port of [22, 443]) {
          if (lets(after.rules, address, port)) expect(lets(now.rules, address, port)).toBe(true);
        }
      }
      expect(plan(after, wanted, careful).exchanges).toEqual([]);
    });
  });

  it.each([
    ['0.0.0.0/0', 1, 32],
    ['0.0.0.0/0', 2, 61],
    ['0.0.0.0/0', 5, 145],
  ])('splits %s around %i far apart addresses into %i rules', (cidr, bans, rules) => {
    const spread = ['20.0.0.1', '203.0.113.7', '100.64.0.1', '150.1.1.1', '60.3.3.3'].slice(0, bans);
    const wanted = spread.map((ip): Wanted => {
      const range = parseCidr(ip)!;
      return { cidr: formatCidr(range), range, strength: 1, ports: 'all', end: null };
    });
    const all: GroupRule = {
      id: 'sgr-1',
      protocol: 'tcp',
      ports: { from: 22, to: 22 },
      source: { kind: 'cidr', family: 'ipv4', cidr },
      description: undefined,
      tags: {},
    };
    const terms = { group: 'sg-1', budget: { ipv4: 1000, ipv6: 1000 }, removes: true };
    const count = planGroup([all], [], wanted, terms).room[0]?.used;
    // Each of n addresses costs 32 less what it shares with the others on the way down.
    expect(count).toBeGreaterThanOrEqual(rules - 3 * bans);
    expect(count).toBeLessThanOrEqual(rules + 3 * bans);
  });
});
