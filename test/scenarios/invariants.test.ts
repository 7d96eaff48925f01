import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { contains, parseCidr } from '../../lib/core/address';
import type { Ban } from '../../lib/core/ban';
import { aBatch, aJail, aRuleset } from '../support/builders';
import { embedded, KEYS, twoJails } from './support/embedded';
import { edgeWrites } from './support/hazards';
import { cidrOf, furnish, letsIn, missingOfOthers, ownAddresses, ownEntries, picture } from './support/picture';
import { type Line, type Moment, play, schedules } from './support/schedules';

/** Any schedule may be played again: `FAIL2EDGE_SEED=7 FAIL2EDGE_SCHEDULES=10000 npx jest test/scenarios/invariants`. */
const seed = Number(process.env.FAIL2EDGE_SEED ?? Date.now() % 1_000_000);
const numRuns = Number(process.env.FAIL2EDGE_SCHEDULES ?? 40);
jest.setTimeout(30_000 + numRuns * 1000);

const FOR_LONG = twoJails(100_000);
const FOR_MINUTES = twoJails(150);

/** What is said of every moment, or of the end. */
type Check = (moment: Moment) => void;

async function always(ruleset: typeof FOR_LONG, ...checks: readonly Check[]): Promise<void> {
  const looking = (moment: Moment) => {
    for (const check of checks) check(moment);
  };
  const property = fc.asyncProperty(schedules(ruleset === FOR_MINUTES), (steps) => play(ruleset, steps, looking));
  await fc.assert(property, { seed, numRuns });
}

const atTheEnd =
  (check: Check): Check =>
  (moment) =>
    moment.kind === 'end' ? check(moment) : undefined;
const live = (tickets: readonly Ban[]) => tickets.filter(({ state }) => state === 'live');
const keyOf = ({ jail, ip }: { jail: string; ip: string }) => `${jail} ${ip}`;
const onEdges = ({ world }: Moment) => [
  ...new Set([...ownAddresses(world), ...ownEntries(world).map(({ cidr }) => cidr)]),
];

const neverProtected: Check = (moment) => {
  const nobody = ['198.51.100.0/24', '10.0.0.0/8', '127.0.0.0/8'].flatMap((text) => parseCidr(text) ?? []);
  const banned = [...onEdges(moment), ...moment.tickets.map(({ ip }) => cidrOf(ip))];
  const touched = banned.filter((cidr) => {
    const range = parseCidr(cidr);
    return range === undefined || nobody.some((one) => contains(one, range) || contains(range, one));
  });
  expect(touched).toEqual([]);
};

const foreignStays: Check = ({ world, tickets }) => {
  expect(
    missingOfOthers(
      world,
      tickets.map(({ ip }) => ip),
    ),
  ).toEqual([]);
  for (const { number } of ownEntries(world)) expect(number >= 1 && number <= 90 && number !== 7).toBe(true);
};

const recordBeforeEdge: Check = (moment) => {
  const banned = new Set(moment.tickets.filter(({ bancount }) => bancount > 0).map(({ ip }) => cidrOf(ip)));
  expect(onEdges(moment).filter((cidr) => !banned.has(cidr))).toEqual([]);
};

const edgesEqualTable: Check = ({ world, tickets }) => {
  const wanted = (jails: readonly string[]) =>
    [
      ...new Set(
        live(tickets)
          .filter(({ jail }) => jails.includes(jail))
          .map(({ ip }) => cidrOf(ip)),
      ),
    ].sort();
  expect(ownAddresses(world)).toEqual(wanted(['app', 'web']));
  expect(
    ownEntries(world)
      .map(({ cidr }) => cidr)
      .sort(),
  ).toEqual(wanted(['app']));
  for (const cidr of wanted(['web'])) expect([cidr, letsIn(world, cidr)]).toEqual([cidr, false]);
  if (wanted(['web']).length === 0) expect(picture(world).group).toEqual(untouched);
};
const untouched = (() => {
  const world = embedded(FOR_LONG);
  furnish(world);
  return picture(world).group;
})();

/** From the contract's words alone: some window of findtime holds maxretry different failures. */
function whoMustBeBanned(lines: readonly Line[]): ReadonlySet<string> {
  const limits: Readonly<Record<string, readonly [maxretry: number, findtime: number]>> = {
    app: [2, 300],
    web: [3, 600],
  };
  const times = new Map<string, Map<string, number>>();
  for (const { jail, host, time, id } of lines) {
    if (host.startsWith('198.51.100.') || host.startsWith('10.')) continue;
    const key = `${jail} ${KEYS[host] ?? host}`;
    times.set(key, (times.get(key) ?? new Map()).set(id, time));
  }
  const full = [...times].filter(([key, failures]) => {
    const [maxretry, findtime] = limits[key.split(' ')[0] ?? ''] ?? [Number.POSITIVE_INFINITY, 0];
    const all = [...failures.values()];
    return all.some((end) => all.filter((time) => time > end - findtime && time <= end).length >= maxretry);
  });
  return new Set(full.map(([key]) => key));
}

describe('I1 never a ban of a protected address', () => {
  it('on the table or on an edge, at any moment', () => always(FOR_MINUTES, neverProtected));
});

describe('I2 what is not ours is never touched', () => {
  it('at any moment, whatever fails', () => always(FOR_MINUTES, foreignStays));
});

const everBanned = (tickets: readonly Ban[]) => tickets.filter(({ bancount }) => bancount > 0).map(keyOf);

describe('I3 no ban is lost', () => {
  const allBanned: Check = ({ tickets, lines }) => {
    const made = new Set(everBanned(tickets));
    expect([...whoMustBeBanned(lines)].filter((key) => !made.has(key))).toEqual([]);
  };
  it('late, doubled, in any order, with faults: in the end whoever filled a window is banned', () =>
    always(FOR_LONG, atTheEnd(allBanned)));
});

describe('I4 no ban is invented', () => {
  const nobodyElse: Check = ({ tickets, lines }) => {
    const must = whoMustBeBanned(lines);
    expect(everBanned(tickets).filter((key) => !must.has(key))).toEqual([]);
  };
  it.each([
    ['exactly findtime apart are in no window together', 300, []],
    ['a millisecond less are', 299.999, ['app 192.0.2.1']],
  ])('two failures %s', async (_, apart, wanted) => {
    const world = embedded(FOR_LONG);
    world.world.clock += 1000;
    const lines = [1_000_000, 1_000_000 + apart].map((time) => [time, 'bad login of root from 192.0.2.1'] as const);
    await world.detect(aBatch(lines));
    expect((await world.tickets()).map(keyOf)).toEqual(wanted);
  });

  it('late, doubled, in any order, with faults: at no moment is anybody banned who did not fill a window', () =>
    always(FOR_LONG, nobodyElse));
});

describe('I5 two minutes after the last fault every edge equals the table', () => {
  it('of bans that stand', () => always(FOR_LONG, atTheEnd(edgesEqualTable)));
  it('of bans that come and go', () => always(FOR_MINUTES, atTheEnd(edgesEqualTable)));
});

describe('I6 nothing outlives its end', () => {
  const nothingStale: Check = (moment) => {
    if (moment.kind !== 'minute' || !moment.done) return;
    const { clock } = moment.world.world;
    const standing = new Set(live(moment.tickets).map(({ ip }) => cidrOf(ip)));
    expect(live(moment.tickets).filter(({ end }) => end !== null && end < clock)).toEqual([]);
    expect(onEdges(moment).filter((cidr) => !standing.has(cidr))).toEqual([]);
  };
  it('after a minute that did its work, what is on an edge is banned', () => always(FOR_MINUTES, nothingStale));
});

describe('I7 no ban is lifted early', () => {
  const stands: Check = ({ before, tickets, unbanned, world }) => {
    for (const was of live(before)) {
      const past = was.end !== null && was.end < world.world.clock;
      if (unbanned.get(keyOf(was)) === world.world.clock || past) continue;
      const now = tickets.find((ban) => keyOf(ban) === keyOf(was));
      expect(now).toMatchObject({ state: 'live', bancount: was.bancount });
    }
  };
  it('but by an operator or past its end', () => always(FOR_MINUTES, stands));
});

describe('I9 a newer ban beats an older unban, and an end only ever moves away', () => {
  const forward: Check = ({ before, tickets, unbanned, world }) => {
    for (const was of before) {
      const now = tickets.find((ban) => keyOf(ban) === keyOf(was));
      expect(now?.version).toBeGreaterThanOrEqual(was.version);
      expect(now?.bancount).toBeGreaterThanOrEqual(was.bancount);
      if (unbanned.get(keyOf(was)) === world.world.clock || was.state === 'over') continue;
      expect(now?.end).toBeGreaterThanOrEqual(was.end ?? 0);
    }
  };
  it('failures while banned move the end to the later of both, and never back', async () => {
    const world = embedded(FOR_MINUTES);
    const at = (...seconds: number[]) =>
      aBatch(
        seconds.map((second) => [1_000_000 + second, 'bad login of root from 192.0.2.1'] as const),
        { prefix: seconds.join() },
      );
    const ends: (number | null | undefined)[] = [];
    for (const seconds of [
      [100, 101],
      [110, 111],
      [102, 103],
      [200, 201],
    ]) {
      await world.detect(at(...seconds));
      ends.push((await world.stores.bans.get('app', '192.0.2.1'))?.end);
    }
    expect(ends).toEqual([1_000_251, 1_000_261, 1_000_261, 1_000_351]);
  });

  it('at every moment, whatever fails and whoever unbans', () => always(FOR_MINUTES, forward));
});

describe('I8 lines from before an unban never ban again', () => {
  const afterUnban: Check = ({ tickets, unbanned }) => {
    for (const ban of live(tickets)) expect(ban.time).toBeGreaterThan(unbanned.get(keyOf(ban)) ?? 0);
  };
  it('however late they come', () => always(FOR_MINUTES, afterUnban));
});

describe('I10 the record comes before the edge', () => {
  it('whatever is on an edge, and ours, has a ticket, at any moment', () => always(FOR_MINUTES, recordBeforeEdge));
});

describe('I11 what is broken does not block the rest', () => {
  it('a jail whose edge fails for good leaves every other edge equal to the table', async () => {
    const world = embedded(FOR_LONG);
    furnish(world);
    world.account.networkAcls.describe = () => Promise.reject(new Error('the ACL is gone'));
    const batch = aBatch([1, 2].map((n) => [1_000_000 + n, 'bad login of root from 192.0.2.1'] as const));
    await world.detect(batch);
    expect(await world.stream()).toBe(false);
    expect(ownAddresses(world)).toEqual(['192.0.2.1/32']);
  });

  it('a record that cannot be read is left out, the records around it count', async () => {
    const world = embedded(FOR_LONG);
    const lines = ['bad login of root from 192.0.2.1', '\u0000{"MESSAGE":', 'x'.repeat(200_000), '{"a":'.repeat(5000)];
    const messages = [...lines, 'bad login of root from 192.0.2.1'].map((text, n) => [1_000_000 + n, text] as const);
    expect(await world.detect(aBatch(messages))).toBe(true);
    expect((await world.tickets()).map(keyOf)).toEqual(['app 192.0.2.1']);
  });
});

describe('I12 quotas hold, and what does not fit is told', () => {
  const many = aRuleset({
    edges: [{ name: 'aws-nacl', kind: 'aws-nacl', options: {} }],
    jails: [aJail({ maxretry: 1, bantime: 600, edges: [{ edge: 'aws-nacl', ports: 'all' }] })],
  });
  const flood = (count: number) =>
    aBatch(
      Array.from(
        { length: count },
        (_, n) => [1_000_000 + n, `bad login of root from 20.${n}.${(n * 7) % 250}.1`] as const,
      ),
    );

  it('of 30 bans the ACL holds what it may, each of the others is told once and admitted when a place frees', async () => {
    const world = embedded(many);
    await world.detect(flood(30));
    await world.stream();
    const [acl = ''] = world.account.configs[0]?.options.networkacl?.split(' ') ?? [];
    const ours = () => world.account.networkAcls.entries(acl).filter(({ number }) => number < 100);
    const over = world.events.flatMap((event) => (event.event === 'overflow' ? [event.ip] : []));
    expect(world.account.networkAcls.entries(acl).filter(({ family }) => family === 'ipv4').length).toBeLessThanOrEqual(
      20,
    );
    const covered = ours().map(({ cidr }) => parseCidr(cidr));
    const banned = (await world.stores.bans.live()).map(({ ip }) => ip);
    const uncovered = banned.filter((ip) => {
      const range = parseCidr(ip);
      return !covered.some((one) => one && range && contains(one, range));
    });
    expect(over.sort()).toEqual(uncovered.sort());
    expect(new Set(over).size).toBe(over.length);
    expect(over.length).toBeGreaterThan(0);
    world.world.clock += 60;
    await world.minute();
    expect(world.events.filter(({ event }) => event === 'overflow')).toHaveLength(over.length);

    world.world.clock = 1_000_000 + 615;
    await world.minute();
    const left = await world.stores.bans.live();
    expect(left.length).toBeLessThan(18);
    expect(
      ours()
        .map(({ cidr }) => cidr)
        .sort(),
    ).toEqual(left.map(({ ip }) => cidrOf(ip)).sort());
  });
});

describe('I13 the same again changes nothing', () => {
  it('every batch, the stream and the minute once more: no write to an edge, no ticket changed', async () => {
    const property = fc.asyncProperty(schedules(false), async (steps) => {
      let last: Moment | undefined;
      await play(FOR_LONG, steps, (moment) => {
        last = moment;
      });
      if (!last) return;
      const { world, lines, tickets } = last;
      world.hazard.requests.clear();
      for (const [at, { jail, host, time, id }] of lines.entries()) {
        const again = aBatch([[time, `bad login of root from ${host}`]], { logGroup: jail, prefix: `again-${at}` });
        await world.detect({ ...again, records: again.records.map((record) => ({ ...record, id })) });
      }
      await world.stream();
      await world.minute();
      expect(await world.tickets()).toEqual(tickets);
      expect(edgeWrites(world.hazard.requests)).toBe(0);
    });
    await fc.assert(property, { seed, numRuns });
  });
});

describe('I14 an idle system does the same few reads each minute, and writes nothing', () => {
  it('in a thousand minutes with standing bans', async () => {
    const world = embedded(FOR_LONG);
    furnish(world);
    for (const jail of ['app', 'web']) {
      const lines = [1, 2, 3].map((n) => [1_000_000 + n, 'bad login of root from 192.0.2.1'] as const);
      await world.detect(aBatch(lines, { logGroup: jail, prefix: jail }));
    }
    await world.stream();
    world.world.clock += 60;
    await world.minute();
    world.hazard.requests.clear();
    for (let minutes = 0; minutes < 1000; minutes++) await world.minute();
    expect(Object.fromEntries(world.hazard.requests)).toEqual({
      ...{ 'bans.due': 1000, 'bans.changedSince': 1000, 'edgeStates.get': 3000 },
      ...{ 'waf.list': 1000, 'acl.describe': 1000, 'group.describe': 1000 },
    });
  });
});

describe('I15 a place on a full edge is lost only to a stronger ban', () => {
  it('whoever comes in whatever order: none that waits is stronger than one that holds', async () => {
    const ruleset = aRuleset({
      edges: [{ name: 'aws-nacl', kind: 'aws-nacl', options: { capacity: '4' } }],
      jails: [aJail({ edges: [{ edge: 'aws-nacl', ports: 'all' }] })],
    });
    const arrivals = fc.array(fc.record({ host: fc.nat(11), bancount: fc.integer({ min: 1, max: 6 }) }), {
      maxLength: 14,
    });
    const property = fc.asyncProperty(arrivals, async (coming) => {
      const world = embedded(ruleset);
      const strength = new Map<string, number>();
      for (const { host, bancount } of coming) {
        const ip = `${20 + host * 16}.1.2.3`;
        const known = await world.stores.bans.get('app', ip);
        const times = { time: 1_000_000, end: 1_000_600, bantime: 600, clearedAt: 1_000_000 };
        const version = (known?.version ?? 0) + 1;
        const ban: Ban = {
          ...{
            jail: 'app',
            ip,
            ...times,
            bancount,
            offences: 1,
            failures: 3,
            state: 'live',
            origin: 'detect',
            version,
          },
        };
        await world.stores.bans.put(ban, null);
        strength.set(cidrOf(ip), bancount);
        await world.stream();
        const [acl = ''] = world.account.configs[0]?.options.networkacl?.split(' ') ?? [];
        const held = world.account.networkAcls
          .entries(acl)
          .filter(({ number }) => number < 100)
          .map(({ cidr }) => cidr);
        const weakest = Math.min(...held.map((cidr) => strength.get(cidr) ?? Number.NaN));
        const waiting = [...strength].filter(([cidr]) => !held.includes(cidr)).map(([, power]) => power);
        expect(held).toHaveLength(Math.min(4, strength.size));
        expect(Math.max(0, ...waiting)).toBeLessThanOrEqual(weakest);
      }
    });
    await fc.assert(property, { seed, numRuns });
  });
});

describe('I16 each ban and unban is told once', () => {
  const told = ({ world }: Moment, event: 'ban' | 'unban') =>
    world.events.flatMap((one) => (one.event === event ? [keyOf(one)] : [])).sort();

  it('never twice, whatever fails', () =>
    always(FOR_MINUTES, (moment) => {
      const numbered = moment.world.events.flatMap((one) =>
        one.event === 'ban' ? [`${keyOf(one)} ${one.bancount}`] : [],
      );
      expect(new Set(numbered).size).toBe(numbered.length);
      const made = moment.tickets.reduce((sum, { bancount }) => sum + bancount, 0);
      expect(told(moment, 'unban').length).toBeLessThanOrEqual(made);
    }));

  it('and every one when no answer of the table is lost', async () => {
    const harmless = schedules(true).map((steps) => steps.map((one) => ({ ...one, fault: null })));
    const property = fc.asyncProperty(harmless, (steps) =>
      play(
        FOR_MINUTES,
        steps,
        atTheEnd((moment) => {
          const made = moment.tickets.reduce((sum, { bancount }) => sum + bancount, 0);
          expect(told(moment, 'ban')).toHaveLength(made);
          expect(told(moment, 'unban')).toHaveLength(made - live(moment.tickets).length);
        }),
      ),
    );
    await fc.assert(property, { seed, numRuns });
  });
});

describe('I17 the same schedule leaves the same trace', () => {
  it('moment by moment: tickets, edges, events and every request, whatever fails', async () => {
    const traceOf = async (steps: Parameters<typeof play>[1]) => {
      const trace = createHash('sha256');
      await play(FOR_MINUTES, steps, ({ kind, done, world, tickets }) => {
        const seen = [kind, done, tickets, picture(world), world.events, [...world.hazard.requests]];
        trace.update(JSON.stringify(seen));
      });
      return trace.digest('hex');
    };
    const property = fc.asyncProperty(schedules(true), async (steps) => {
      expect(await traceOf(steps)).toBe(await traceOf(steps));
    });
    await fc.assert(property, { seed, numRuns });
  });
});
