import fc from 'fast-check';
import { type Cidr, contains, formatCidr, parseCidr } from '../../../lib/core/address';
import type { Ports } from '../../../lib/core/ruleset';
import { type AclPlan, type AclTerms, isOwn, planAcl } from '../../../lib/edges/plan/nacl';
import type { AclEntry } from '../../../lib/edges/ports';
import type { Wanted } from '../../../lib/edges/run/admit';

const port = (from: number, to = from) => ({ from, to });
const anyPorts = fc.constantFrom<Ports>(
  'all',
  { protocol: 'tcp', ranges: [port(22)] },
  { protocol: 'tcp', ranges: [port(80), port(443)] },
  { protocol: 'all', ranges: [port(53), port(5060, 5061)] },
);
const cidrs = [
  ...Array.from({ length: 12 }, (_, n) => `192.0.2.${n}/32`),
  ...Array.from({ length: 8 }, (_, n) => `20.${n}.0.1/32`),
  '192.0.2.0/28',
  '192.0.2.0/24',
  ...Array.from({ length: 5 }, (_, n) => `2001:db8:0:1${n}::/64`),
  '2001:db8::/56',
];
const wantedOf = (ban: { cidr: string; strength: number; ports: Ports }): Wanted => {
  const range = parseCidr(ban.cidr)!;
  return { ...ban, cidr: formatCidr(range), range, end: null };
};
const anyWanted = fc
  .uniqueArray(
    fc.record({ cidr: fc.constantFrom(...cidrs), strength: fc.integer({ min: 1, max: 3 }), ports: anyPorts }),
    {
      selector: (ban) => ban.cidr,
      maxLength: 26,
    },
  )
  .map((bans) => bans.map(wantedOf));

const CLOSING: readonly AclEntry[] = [
  { number: 32767, action: 'deny', family: 'ipv4', cidr: '0.0.0.0/0', protocol: '-1', ports: null },
  { number: 32768, action: 'deny', family: 'ipv6', cidr: '::/0', protocol: '-1', ports: null },
];
const anyForeign = fc
  .uniqueArray(
    fc.record({
      number: fc.integer({ min: 1, max: 40 }),
      action: fc.constantFrom('allow' as const, 'deny' as const),
      cidr: fc.constantFrom('198.18.0.0/15', '2001:db8:f::/48'),
    }),
    { selector: (entry) => entry.number, maxLength: 5 },
  )
  .map((list) =>
    list.map((entry): AclEntry => {
      const family = entry.cidr.includes(':') ? 'ipv6' : 'ipv4';
      return { ...entry, family, protocol: '-1', ports: null };
    }),
  );

const PROTECTED = parseCidr('192.0.2.250')!;
const anyTerms = fc
  .record({
    capacity: fc.integer({ min: 1, max: 10 }),
    limit: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 0, max: 12 })),
    last: fc.integer({ min: 1, max: 30 }),
    selective: fc.constantFrom('auto' as const, 'yes' as const, 'no' as const),
    guarded: fc.boolean(),
  })
  .map(
    ({ capacity, limit, last, selective, guarded }): AclTerms => ({
      rules: { from: 1, to: last },
      capacity,
      limit: { ipv4: limit, ipv6: limit },
      selective,
      removes: true,
      owns: (cidr) => !['198.18.0.0/15', '2001:db8:f::/48'].includes(cidr),
      mayCover: (cidr: Cidr) => !(guarded && contains(cidr, PROTECTED)),
    }),
  );

/** Plays the steps as EC2 would: a number in use is refused, and so is a rule beyond the quota. */
function apply(entries: readonly AclEntry[], plan: AclPlan, terms: AclTerms): AclEntry[] {
  const acl = new Map(entries.map((entry) => [entry.number, entry]));
  const count = { ipv4: 0, ipv6: 0 };
  for (const entry of entries) if (isOwn(entry, terms)) count[entry.family]++;
  for (const { kind, entry } of plan.steps) {
    if (acl.has(entry.number) === (kind === 'create')) throw new Error(`${kind} of number ${entry.number}`);
    if (kind === 'delete') acl.delete(entry.number);
    else acl.set(entry.number, entry);
    count[entry.family] += kind === 'create' ? 1 : -1;
    const room = plan.room.find((one) => one.family === entry.family)!;
    if (kind === 'create' && count[entry.family] > room.capacity) throw new Error('beyond the quota');
  }
  return [...acl.values()];
}

const keys = (entries: readonly AclEntry[]) =>
  entries.map((entry) => `${entry.cidr} ${entry.protocol} ${JSON.stringify(entry.ports)}`).sort();

/** From some earlier state, made by wanting something else before. */
const law = (check: (entries: AclEntry[], wanted: Wanted[], terms: AclTerms) => void) =>
  fc.assert(
    fc.property(anyForeign, anyWanted, anyWanted, anyTerms, (foreign, before, wanted, terms) => {
      const start = [...foreign, ...CLOSING];
      check(apply(start, planAcl(start, before, terms), terms), wanted, terms);
    }),
    { numRuns: 400 },
  );

/** Of the ends of the ban's ports, those no entry closes. */
function openPorts(ban: Wanted, own: readonly AclEntry[]): string[] {
  const { protocol, ranges } = ban.ports === 'all' ? { protocol: 'all', ranges: [port(1, 65535)] } : ban.ports;
  const protocols = protocol === 'all' ? ['6', '17'] : ['6'];
  const points = protocols.flatMap((name) =>
    ranges.flatMap(({ from, to }) => [
      { name, at: from },
      { name, at: to },
    ]),
  );
  const here = own.filter((entry) => contains(parseCidr(entry.cidr)!, ban.range));
  const hit = (entry: AclEntry, point: { name: string; at: number }) =>
    entry.protocol === '-1' ||
    (entry.protocol === point.name && entry.ports!.from <= point.at && point.at <= entry.ports!.to);
  return points
    .filter((point) => !here.some((entry) => hit(entry, point)))
    .map((point) => `${ban.cidr} ${point.name} ${point.at}`);
}

describe('the plan of a network ACL', () => {
  it('stays within the quota at every step, uses free numbers of its range only, and leaves foreign entries', () => {
    law((entries, wanted, terms) => {
      const plan = planAcl(entries, wanted, terms);
      const after = apply(entries, plan, terms);
      for (const { kind, entry } of plan.steps) {
        expect(entry.number).toBeGreaterThanOrEqual(terms.rules.from);
        expect(entry.number).toBeLessThanOrEqual(terms.rules.to);
        if (kind === 'delete') expect(isOwn(entry, terms)).toBe(true);
      }
      const foreign = (list: readonly AclEntry[]) => keys(list.filter((entry) => !isOwn(entry, terms)));
      expect(foreign(after)).toEqual(foreign(entries));
    });
  });

  it('leaves entries for what is held and for nothing else', () => {
    law((entries, wanted, terms) => {
      const plan = planAcl(entries, wanted, terms);
      const own = apply(entries, plan, terms).filter((entry) => isOwn(entry, terms));
      for (const entry of own) {
        const reasons = wanted.filter((ban) => contains(parseCidr(entry.cidr)!, ban.range));
        expect(reasons.length).toBeGreaterThan(0);
      }
      for (const cidr of plan.held) {
        expect(own.some((entry) => contains(parseCidr(entry.cidr)!, parseCidr(cidr)!))).toBe(true);
      }
      expect([...plan.held, ...plan.overflow].sort()).toEqual(wanted.map((ban) => ban.cidr).sort());
    });
  });

  it('closes every port that a held ban asks for', () => {
    law((entries, wanted, terms) => {
      const plan = planAcl(entries, wanted, terms);
      const own = apply(entries, plan, terms).filter((entry) => isOwn(entry, terms));
      const held = wanted.filter((one) => plan.held.includes(one.cidr));
      expect(held.flatMap((ban) => openPorts(ban, own))).toEqual([]);
    });
  });

  it('changes nothing when applied twice', () => {
    law((entries, wanted, terms) => {
      const after = apply(entries, planAcl(entries, wanted, terms), terms);
      expect(planAcl(after, wanted, terms).steps).toEqual([]);
    });
  });

  it('never stands over a protected address by rolling up', () => {
    law((entries, wanted, terms) => {
      const after = apply(entries, planAcl(entries, wanted, terms), terms);
      const asked = new Set(wanted.map((ban) => ban.cidr));
      for (const entry of after.filter((one) => isOwn(one, terms) && !asked.has(one.cidr)))
        expect(terms.mayCover(parseCidr(entry.cidr)!)).toBe(true);
    });
  });

  it('leaves out nothing stronger than what it holds, when every ban can take one entry', () => {
    law((entries, wanted, terms) => {
      const nested = wanted.some((a) => wanted.some((b) => a !== b && contains(a.range, b.range)));
      // A nested ban rides on its host and takes no place from a stronger one.
      fc.pre(terms.selective !== 'yes' && !nested);
      const plan = planAcl(entries, wanted, terms);
      fc.pre(plan.rollUps.length === 0);
      const strength = (cidr: string) => wanted.find((ban) => ban.cidr === cidr)!.strength;
      const pairs = plan.overflow.flatMap((out) =>
        plan.held.filter((cidr) => cidr.includes(':') === out.includes(':')).map((inside) => ({ out, inside })),
      );
      for (const { out, inside } of pairs) expect(strength(inside)).toBeGreaterThanOrEqual(strength(out));
    });
  });

  it('deletes nothing when it may not', () => {
    law((entries, wanted, terms) => {
      const careful = { ...terms, removes: false };
      const plan = planAcl(entries, wanted, careful);
      expect(plan.steps.filter((step) => step.kind === 'delete')).toEqual([]);
      const after = apply(entries, plan, careful);
      expect(planAcl(after, wanted, careful).steps).toEqual([]);
    });
  });

  it('calls held what its entries close, also when it may not delete and people took numbers of its own', () => {
    fc.assert(
      fc.property(anyForeign, anyWanted, anyWanted, anyTerms, (foreign, before, wanted, terms) => {
        const careful = { ...terms, removes: false };
        const start = apply(CLOSING, planAcl(CLOSING, before, careful), careful);
        const used = new Set(start.map((entry) => entry.number));
        const entries = [...start, ...foreign.filter((entry) => !used.has(entry.number))];
        const plan = planAcl(entries, wanted, careful);
        const own = apply(entries, plan, careful).filter((entry) => isOwn(entry, careful));
        const held = wanted.filter((one) => plan.held.includes(one.cidr));
        expect(held.flatMap((ban) => openPorts(ban, own))).toEqual([]);
        expect([...plan.held, ...plan.overflow].sort()).toEqual(wanted.map((ban) => ban.cidr).sort());
      }),
      { numRuns: 400 },
    );
  });
});
