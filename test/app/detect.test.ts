import fc from 'fast-check';
import type { DetectPorts } from '../../lib/app/detect/ports';
import type { AppEvent } from '../../lib/core/event';
import type { LogBatch } from '../../lib/core/record';
import type { Jail } from '../../lib/core/ruleset';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryCounters } from '../../lib/stores/memory/counters';
import { memorySessions } from '../../lib/stores/memory/sessions';
import { aBatch, aJail, aRuleset, detectBatches, someRules } from '../support/builders';

const bad = (address: string, user = 'root') => `bad login of ${user} from ${address}`;

/** Detecting over one table; `again` is another instance of the function on the same table. */
function setUp(jails: readonly Jail[] = [aJail()], over: Partial<DetectPorts> = {}) {
  const events: AppEvent[] = [];
  let clock = 0;
  const ports: DetectPorts = {
    ...{ counters: memoryCounters(() => clock), bans: memoryBans(), sessions: memorySessions(() => clock) },
    count: () => undefined,
    emit: (event) => events.push(event),
    arrival: (timestamp) => {
      clock = Math.max(clock, timestamp);
      return clock;
    },
    random: () => 0,
    resolve: async () => [],
    ...over,
  };
  const again = () => detectBatches(ports, aRuleset({ jails }));
  return { ports, events, again, detect: again() };
}

const of = <K extends AppEvent['event']>(events: readonly AppEvent[], kind: K) =>
  events.filter((event): event is Extract<AppEvent, { event: K }> => event.event === kind);

describe('a batch', () => {
  it('bans who fails maxretry times inside findtime, and says so after the line that did it', async () => {
    const { detect, events } = setUp();
    const report = await detect(
      aBatch([
        [1000, bad('192.0.2.1')],
        [1001, 'nothing of interest'],
        [1002, bad('192.0.2.1', 'monitor')],
        [1003, bad('192.0.2.1')],
        [1004, bad('192.0.2.1')],
        [1005, bad('192.0.2.2')],
      ]),
    );
    expect(report).toEqual({ records: 6, matched: 4, ignored: 1, missed: 1, banned: 1 });
    expect(events.map(({ event }) => event)).toEqual(['found', 'found', 'found', 'ban', 'found']);
    expect(of(events, 'ban')).toEqual([
      { event: 'ban', time: 1004, jail: 'app', ip: '192.0.2.1', failures: 3, bancount: 1, until: 1604 },
    ]);
  });

  it('counts its failures by jail where nobody listens to each of them, and tells all else as ever', async () => {
    const jails = [aJail({ maxretry: 2 }), aJail({ name: 'other', maxretry: 9 })];
    const counts: unknown[] = [];
    const { detect, events } = setUp(jails, {
      failures: 'counted',
      count: (jail, metric, by) => void counts.push([jail, metric, by]),
    });
    const whole = setUp(jails);
    const batch = aBatch([
      [1000, bad('192.0.2.1')],
      [1001, bad('127.0.0.1')],
      [1002, bad('192.0.2.1')],
      [1003, bad('192.0.2.2')],
    ]);
    await detect(batch);
    await whole.detect(batch);
    expect(events).toEqual(whole.events.filter(({ event }) => event !== 'found'));
    expect(events.map(({ event }) => event)).toEqual(['ignored', 'ignored', 'ban']);
    const sums = new Map<unknown, number>();
    for (const [jail, metric, by] of counts as [string, string, number][]) {
      sums.set(`${jail} ${metric}`, (sums.get(`${jail} ${metric}`) ?? 0) + by);
    }
    expect(sums).toEqual(
      new Map([
        ['app found', 3],
        ['other found', 3],
      ]),
    );
  });

  it('of a log group that no jail watches is not looked at', async () => {
    const { detect, events } = setUp();
    const batch = aBatch([[1000, bad('192.0.2.1')]], { logGroup: 'other' });
    expect(await detect(batch)).toMatchObject({ matched: 0, missed: 1 });
    expect(events).toEqual([]);
  });

  it('counts an IPv6 offender by his /64, and tells the address that was found', async () => {
    const { detect, events } = setUp();
    await detect(aBatch([1, 2, 3].map((n) => [1000 + n, bad(`2001:db8::${n}`)] as const)));
    expect(of(events, 'found').map(({ ip }) => ip)).toEqual(['2001:db8::1', '2001:db8::2', '2001:db8::3']);
    expect(of(events, 'ban')).toMatchObject([{ ip: '2001:db8::/64' }]);
  });

  it('never counts a protected address', async () => {
    const { detect, events } = setUp([aJail({ ignoreip: ['192.0.2.1'] })]);
    await detect(aBatch([1, 2, 3].map((n) => [1000 + n, bad('192.0.2.1')] as const)));
    expect(of(events, 'ignored').map(({ reason }) => reason)).toEqual(['ignoreip', 'ignoreip', 'ignoreip']);
    expect(of(events, 'ban')).toEqual([]);
  });

  it('is counted over all hosts and by every jail that watches the group', async () => {
    const { detect, events } = setUp([aJail(), aJail({ name: 'strict', maxretry: 2 })]);
    await detect(aBatch([[1000, bad('192.0.2.1')]], { logStream: 'i-1', prefix: 'a' }));
    await detect(aBatch([[1001, bad('192.0.2.1')]], { logStream: 'i-2', prefix: 'b' }));
    await detect(aBatch([[1002, bad('192.0.2.1')]], { logStream: 'i-3', prefix: 'c' }));
    expect(of(events, 'ban').map(({ jail, time }) => [jail, time])).toEqual([
      ['strict', 1001],
      ['app', 1002],
    ]);
  });
});

describe('a host name', () => {
  const byName = someRules({ failregex: someRules().failregex });

  it('is counted by each of its addresses with usedns = yes', async () => {
    const { translate } = await import('../../lib/regex/translate');
    const rules = { ...byName, failregex: [translate(String.raw`^bad login from (?P<dns>\S+)$`)] };
    const resolve = async () => ['192.0.2.1', '2001:db8::1'];
    const yes = setUp([aJail({ rules, usedns: 'yes' })], { resolve });
    await yes.detect(aBatch([[1000, 'bad login from gate.example.com']]));
    expect(of(yes.events, 'found').map(({ ip }) => ip)).toEqual(['192.0.2.1', '2001:db8::1']);
    const warn = setUp([aJail({ rules })], { resolve });
    await warn.detect(aBatch([[1000, 'bad login from gate.example.com']]));
    expect(warn.events).toMatchObject([{ event: 'ignored', id: 'gate.example.com', reason: 'hostname' }]);
  });
});

describe('a jail that counts bans', () => {
  it('takes each ban of another jail as one failure', async () => {
    const recidive = aJail({
      ...{ name: 'recidive', countsBans: true, maxretry: 2, findtime: 86400, bantime: 604800 },
    });
    const { detect, events } = setUp([aJail(), recidive]);
    const burst = (at: number) => [1, 2, 3].map((n) => [at + n, bad('192.0.2.1')] as const);
    await detect(aBatch(burst(1000), { prefix: 'a' }));
    await detect(aBatch(burst(1100), { prefix: 'b' }));
    expect(of(events, 'prolong')).toHaveLength(1);
    expect(of(events, 'ban')).toHaveLength(1);
    await detect(aBatch(burst(5000), { prefix: 'c' }));
    expect(of(events, 'ban').map(({ jail, time }) => [jail, time])).toEqual([
      ['app', 1003],
      ['app', 5003],
      ['recidive', 5003],
    ]);
  });

  it('never bans whom its own ignoreip protects', async () => {
    const recidive = aJail({ ...{ name: 'recidive', countsBans: true, maxretry: 1, ignoreip: ['192.0.2.0/24'] } });
    const { detect, events } = setUp([aJail({ maxretry: 1 }), recidive]);
    await detect(aBatch([[1000, bad('192.0.2.1')]]));
    expect(of(events, 'ban').map(({ jail }) => jail)).toEqual(['app']);
  });
});

describe('the breaker', () => {
  it('lets a jail make so many new bans a minute, and no more', async () => {
    const { detect, events } = setUp([aJail({ maxretry: 1, breaker: 2 })]);
    const line = (n: number, at: number) => [at, bad(`192.0.2.${n}`)] as const;
    await detect(aBatch([1, 2, 3, 4].map((n) => line(n, 6000 + n))));
    await detect(aBatch([line(4, 6060)], { prefix: 'next' }));
    expect(of(events, 'ban').map(({ ip }) => ip)).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.4']);
    expect(of(events, 'ignored').map(({ id, reason }) => [id, reason])).toEqual([
      ['192.0.2.3', 'breaker'],
      ['192.0.2.4', 'breaker'],
    ]);
  });
});

describe('bantime.increment', () => {
  const increment = { factor: 1, formula: null, multipliers: null, maxtime: null, rndtime: null, overalljails: false };

  it('gives a known offender longer, before anything acts on the ban', async () => {
    const { detect, events } = setUp([aJail({ maxretry: 1, increment })]);
    await detect(aBatch([1000, 3000, 6000].map((time) => [time, bad('192.0.2.1')] as const)));
    expect(of(events, 'ban').map(({ time, until }) => (until ?? 0) - time)).toEqual([600, 1200, 2400]);
  });

  it('counts the bans of all jails with overalljails', async () => {
    const overall = { ...increment, overalljails: true };
    const jails = [aJail({ maxretry: 1 }), aJail({ name: 'web', maxretry: 1, loggroup: ['web'], increment: overall })];
    const { detect, events } = setUp(jails);
    await detect(aBatch([[1000, bad('192.0.2.1')]]));
    await detect(aBatch([[1001, bad('192.0.2.1')]], { logGroup: 'web', prefix: 'w' }));
    expect(of(events, 'ban').map(({ time, until }) => (until ?? 0) - time)).toEqual([600, 1200]);
  });
});

describe('delivery is at least once, in any order', () => {
  const lines = fc.array(fc.record({ ahead: fc.integer({ min: 0, max: 120 }), host: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 25,
  });
  const batches = fc.tuple(lines, fc.integer({ min: 1, max: 8 })).map(([all, size]) => {
    let time = 1000;
    const messages = all.map(({ ahead, host }) => {
      time += ahead;
      return [time, bad(`192.0.2.${host}`)] as const;
    });
    const cut: LogBatch[] = [];
    for (let at = 0; at < messages.length; at += size) {
      cut.push(aBatch(messages.slice(at, at + size), { prefix: `batch-${at}` }));
    }
    return cut;
  });
  const jails = [aJail({ bantime: 1e6 })];
  const bansOf = async ({ ports }: { ports: DetectPorts }) =>
    (await ports.bans.live())
      .map(({ ip, end, bancount }) => ({ ip, end, bancount }))
      .sort((a, b) => (a.ip < b.ip ? -1 : 1));

  it('a batch delivered again changes nothing, also by another instance', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (all) => {
        const once = setUp(jails);
        const twice = setUp(jails);
        for (const batch of all) {
          await once.detect(batch);
          await twice.detect(batch);
          await twice.again()(batch);
        }
        for (const batch of all) await twice.detect(batch);
        expect(await bansOf(twice)).toEqual(await bansOf(once));
      }),
    );
  });

  it('in another order the same addresses are banned, and the end differs by less than findtime', async () => {
    await fc.assert(
      fc.asyncProperty(
        batches.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        async ([all, shuffled]) => {
          const inOrder = setUp(jails);
          const disorder = setUp(jails);
          for (const batch of all) await inOrder.detect(batch);
          for (const batch of shuffled) await disorder.detect(batch);
          const [a, b] = [await bansOf(inOrder), await bansOf(disorder)];
          expect(b.map(({ ip }) => ip)).toEqual(a.map(({ ip }) => ip));
          for (const [index, { end }] of a.entries()) {
            expect(Math.abs((end ?? 0) - (b[index]?.end ?? 0))).toBeLessThan(600);
          }
        },
      ),
    );
  });

  it('a line that comes late finds the failures around it, however many came after them', async () => {
    const jail = aJail({ maxretry: 5, findtime: 10, bantime: 1e6 });
    const slow = aBatch(
      Array.from({ length: 100 }, (_, n) => [1000 + 3 * n, bad('192.0.2.1')] as const),
      { prefix: 'slow' },
    );
    const late = aBatch([[1001, bad('192.0.2.1')]], { prefix: 'late' });
    for (const order of [
      [slow, late],
      [late, slow],
    ]) {
      const { detect, events } = setUp([jail]);
      for (const batch of order) await detect(batch);
      expect(of(events, 'ban')).toMatchObject([{ ip: '192.0.2.1' }]);
    }
  });

  it('after a crash before the ban was written, the same batch again makes it', async () => {
    const { detect, ports, events, again } = setUp();
    const failing = { ...ports, bans: { ...ports.bans, put: async () => Promise.reject(new Error('crashed')) } };
    const batch = aBatch([1, 2, 3].map((n) => [1000 + n, bad('192.0.2.1')] as const));
    await expect(detectBatches(failing, aRuleset())(batch)).rejects.toThrow('crashed');
    expect(await ports.bans.live()).toEqual([]);
    await again()(batch);
    expect(of(events, 'ban')).toHaveLength(1);
    await detect(batch);
    expect(of(events, 'ban')).toHaveLength(1);
  });

  it('two instances that ban the same address at the same time make one ban', async () => {
    const { ports, events, detect, again } = setUp();
    const line = (n: number) => aBatch([[1000 + n, bad('192.0.2.1')]], { prefix: `line-${n}` });
    await detect(line(1));
    await Promise.all([detect(line(2)), again()(line(3)), again()(line(4))]);
    expect(await ports.bans.live()).toMatchObject([{ ip: '192.0.2.1', bancount: 1 }]);
    expect(of(events, 'ban')).toHaveLength(1);
  });
});

describe('a host name in ignoreip', () => {
  it('protects the addresses it has, looked up again after five minutes', async () => {
    let addresses = ['192.0.2.1'];
    const { detect, events } = setUp([aJail({ maxretry: 1, ignoreip: ['office.example.com'] })], {
      resolve: async () => addresses,
    });
    await detect(aBatch([[1000, bad('192.0.2.1')]], { prefix: 'a' }));
    addresses = ['192.0.2.2'];
    await detect(aBatch([[1299, bad('192.0.2.1')]], { prefix: 'b' }));
    await detect(aBatch([[1300, bad('192.0.2.1')]], { prefix: 'c' }));
    expect(events.map(({ event, time }) => `${event} ${time}`)).toEqual([
      ...['ignored 1000', 'ignored 1299', 'found 1300', 'ban 1300'],
    ]);
  });
});

describe('what a batch costs', () => {
  /** The writes of these deliveries, each an array of messages. */
  async function writesOf(...deliveries: readonly (readonly (readonly [number, string])[])[]) {
    const writes: string[] = [];
    const { ports } = setUp();
    const counted: DetectPorts = {
      ...ports,
      counters: {
        ...ports.counters,
        add: (...args) => {
          writes.push('counter');
          return ports.counters.add(...args);
        },
        remove: (...args) => {
          writes.push('prune');
          return ports.counters.remove(...args);
        },
      },
      bans: {
        ...ports.bans,
        put: (...args) => {
          writes.push('ban');
          return ports.bans.put(...args);
        },
      },
      sessions: { load: ports.sessions.load, save: async () => void writes.push('session') },
    };
    const detect = detectBatches(counted, aRuleset());
    for (const [index, messages] of deliveries.entries()) await detect(aBatch(messages, { prefix: `b${index}` }));
    return writes;
  }
  const burst = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => [from + n, bad('192.0.2.1')] as const);

  it('nothing without a failure', async () => {
    expect(
      await writesOf([
        [1000, 'nothing'],
        [1001, bad('192.0.2.1', 'monitor')],
      ]),
    ).toEqual([]);
  });

  it('one write for each offender', async () => {
    const two = [
      [1000, bad('192.0.2.1')],
      [1001, bad('192.0.2.2')],
      [1002, bad('192.0.2.1')],
    ] as const;
    expect(await writesOf(two)).toEqual(['counter', 'counter']);
  });

  it('one write for an attack that is a ban by itself, however many lines it has', async () => {
    expect(await writesOf(burst(1000, 300))).toEqual(['ban']);
    expect(await writesOf(burst(1000, 301))).toEqual(['ban', 'counter']);
  });

  it('a counter that grows is kept to about one write unit', async () => {
    const drip = Array.from({ length: 60 }, (_, n) => [[10_000 * (n + 1), bad('192.0.2.1')] as const]);
    const writes = await writesOf(...drip);
    expect(writes.filter((kind) => kind === 'counter')).toHaveLength(60);
    expect(writes.filter((kind) => kind === 'prune').length).toBeLessThan(3);
  });
});

describe('who fails just too rarely for a ban', () => {
  const jail = aJail({ maxretry: 300, findtime: 60, bantime: 1e6 });

  it('makes no large item: of failures without end a few windows are kept, and seldom thinned out', async () => {
    const { ports } = setUp([jail]);
    let pruned = 0;
    const remove: DetectPorts['counters']['remove'] = (...args) => {
      pruned += 1;
      return ports.counters.remove(...args);
    };
    const detect = detectBatches({ ...ports, counters: { ...ports.counters, remove } }, aRuleset({ jails: [jail] }));
    let most = 0;
    for (let minute = 0; minute < 60; minute++) {
      const times = Array.from({ length: 290 }, (_, n) => 1000 + 60 * minute + n / 5);
      await detect(
        aBatch(
          times.map((time) => [time, bad('192.0.2.1')] as const),
          { prefix: `m${minute}` },
        ),
      );
      most = Math.max(most, (await ports.counters.get({ jail: 'app', ip: '192.0.2.1' })).length);
    }
    expect(await ports.bans.live()).toEqual([]);
    expect(most).toBeLessThan(2400);
    expect(pruned).toBeLessThan(60 / 2);
  });

  it('is banned by the one failure that is too many', async () => {
    const { detect, events } = setUp([jail]);
    for (let batch = 0; batch < 10; batch++) {
      const times = Array.from({ length: 290 }, (_, n) => 1000 + 60 * batch + n / 5);
      await detect(
        aBatch(
          times.map((time) => [time, bad('192.0.2.1')] as const),
          { prefix: `b${batch}` },
        ),
      );
    }
    expect(of(events, 'ban')).toEqual([]);
    await detect(
      aBatch(
        Array.from({ length: 12 }, () => [1599, bad('192.0.2.1')] as const),
        { prefix: 'more' },
      ),
    );
    expect(of(events, 'ban')).toMatchObject([{ time: 1599 }]);
  });
});

describe('minhosts', () => {
  const jail = aJail({ maxretry: 3, minhosts: 2, findtime: 1800 });
  const from = (logStream: string, ...times: number[]) =>
    aBatch(
      times.map((time) => [time, bad('192.0.2.1')] as const),
      { logStream, prefix: `${logStream}-${times[0]}` },
    );

  it('bans who fails on two hosts, and nobody who fails on one, however often', async () => {
    const { detect, events } = setUp([jail]);
    await detect(from('i-1', 1000, 1001, 1002, 1003, 1004));
    expect(of(events, 'ban')).toEqual([]);
    await detect(from('i-2', 2000));
    expect(of(events, 'ban')).toMatchObject([{ time: 2000, failures: 6, bancount: 1 }]);
  });

  it('asks for both hosts within findtime', async () => {
    const { detect, events } = setUp([jail]);
    await detect(from('i-1', 1000, 1001));
    await detect(from('i-2', 2801));
    expect(of(events, 'ban')).toEqual([]);
  });

  it('counts a host once, whatever log groups it writes', async () => {
    const { detect, events } = setUp([{ ...jail, loggroup: ['app', 'web'] }]);
    await detect(from('i-1', 1000, 1001));
    await detect({ ...from('i-1', 1002, 1003), logGroup: 'web' });
    expect(of(events, 'ban')).toEqual([]);
  });

  it('is the same whatever instances see the lines, and when they come again', async () => {
    const { ports, events, detect, again } = setUp([jail]);
    await detect(from('i-1', 1000, 1001));
    await again()(from('i-1', 1000, 1001));
    await again()(from('i-2', 1500));
    await detect(from('i-2', 1500));
    expect(of(events, 'ban')).toMatchObject([{ time: 1500, bancount: 1 }]);
    expect(await ports.bans.get('app', '192.0.2.1')).toMatchObject({ bancount: 1, version: 1 });
  });

  it('keeps the counter small while one host fails on and on, and misses no second host', async () => {
    const { ports, events, detect } = setUp([{ ...jail, bantime: -1 }]);
    for (let time = 1000; time < 9000; time += 10) {
      await detect(from('i-1', ...Array.from({ length: 10 }, (_, index) => time + index)));
    }
    const kept = await ports.counters.get({ jail: 'app', ip: '192.0.2.1' });
    expect(kept.length).toBeLessThan(60);
    expect(of(events, 'ban')).toEqual([]);
    await detect(from('i-2', 7300));
    expect(of(events, 'ban')).toMatchObject([{ time: 7300 }]);
  });

  it('nothing of a host is kept where nobody asks', async () => {
    const { ports, detect } = setUp();
    await detect(from('i-1', 1000));
    expect(await ports.counters.get({ jail: 'app', ip: '192.0.2.1' })).toEqual([
      { time: 1000, eventId: expect.stringMatching(/^[\w-]{10}$/) },
    ]);
  });
});
