import { expire } from '../../lib/app/enforce/expire';
import { lift } from '../../lib/app/enforce/lift';
import type { EnforcePorts } from '../../lib/app/enforce/ports';
import type { Ban } from '../../lib/core/ban';
import type { AppEvent } from '../../lib/core/event';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryEdgeStates } from '../../lib/stores/memory/edge-states';
import { aLiveBan, rulesetOf, type SetEdge, setEdge } from '../scenarios/support/set-edge';

const RULESET = rulesetOf({ app: ['waf'], mail: ['waf', 'acl'] });
const READS = ['bans.get', 'bans.ofIp', 'bans.live', 'bans.due', 'bans.changedSince', 'edgeStates.get'];

/** Counts what is asked of a port, under its name. */
function counted<T extends object>(name: string, port: T, calls: Map<string, number>): T {
  return new Proxy(port, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        const call = `${name}.${String(key)}`;
        calls.set(call, (calls.get(call) ?? 0) + 1);
        return member.apply(target, args);
      };
    },
  });
}

function setUp(over: Partial<EnforcePorts> = {}) {
  const edges = { waf: setEdge('waf'), acl: setEdge('acl') };
  const events: AppEvent[] = [];
  const calls = new Map<string, number>();
  const world = { clock: 1_001_100 };
  const ports: EnforcePorts = {
    bans: counted(
      'bans',
      memoryBans(() => world.clock),
      calls,
    ),
    edgeStates: counted('edgeStates', memoryEdgeStates(), calls),
    edges: [edges.waf, edges.acl],
    emit: (event) => events.push(event),
    ...{ clock: () => world.clock, remaining: () => 60 },
    ...over,
  };
  const written = () => [...calls].filter(([name]) => !READS.includes(name)).map(([name]) => name);
  return { ports, edges, events, calls, written, world, minute: () => expire(ports, RULESET) };
}

const unbans = (events: readonly AppEvent[]) => events.filter(({ event }) => event === 'unban');

describe('a ban', () => {
  it('is lifted when the clock is past its end, not when it reaches it', async () => {
    const { ports, events, edges, world, minute } = setUp();
    await ports.bans.put(aLiveBan({ end: 1_001_600 }), null);
    await minute();
    world.clock = 1_001_600;
    expect((await minute()).lifted).toEqual([]);
    expect([...edges.waf.holds]).toEqual(['192.0.2.1/32']);

    world.clock = 1_001_600.001;
    const { lifted } = await minute();

    expect(lifted).toMatchObject([
      { ip: '192.0.2.1', state: 'over', end: 1_001_600, clearedAt: 1_001_000, version: 2 },
    ]);
    expect(unbans(events)).toEqual([
      { event: 'unban', time: 1_001_600.001, jail: 'app', ip: '192.0.2.1', reason: 'expired' },
    ]);
    expect(edges.waf.holds.size).toBe(0);
  });

  it('without an end is never lifted', async () => {
    const { ports, edges, world, minute } = setUp();
    await ports.bans.put(aLiveBan({ end: null, bantime: -1 }), null);
    world.clock = 9e9;
    expect((await minute()).lifted).toEqual([]);
    expect(edges.waf.holds.size).toBe(1);
  });

  it('of two jails: the first unban lifts nothing, the second does', async () => {
    const { ports, edges, world, minute } = setUp();
    await ports.bans.put(aLiveBan({ end: 1_001_600 }), null);
    await ports.bans.put(aLiveBan({ jail: 'mail', end: 1_001_700 }), null);
    await minute();
    world.clock = 1_001_650;
    expect((await minute()).lifted).toHaveLength(1);
    expect([edges.waf.holds.size, edges.acl.holds.size]).toEqual([1, 1]);
    world.clock = 1_001_750;
    await minute();
    expect([edges.waf.holds.size, edges.acl.holds.size]).toEqual([0, 0]);
  });

  it('is remembered when it is over', async () => {
    const { ports, world, minute } = setUp();
    await ports.bans.put(aLiveBan({ bancount: 4 }), null);
    world.clock = 1_002_000;
    await minute();
    expect(await ports.bans.get('app', '192.0.2.1')).toMatchObject({ state: 'over', bancount: 4 });
    expect((await minute()).lifted).toEqual([]);
  });
});

describe('a newer ban beats an older unban', () => {
  const lifting = {
    clock: 1_002_000,
    reason: 'expired' as const,
    still: (ban: Ban) => (ban.end ?? 1_003_000) < 1_002_000,
  };

  it('a ban that was prolonged meanwhile stays', async () => {
    const { ports, events } = setUp();
    await ports.bans.put(aLiveBan(), null);
    await ports.bans.put(aLiveBan({ end: 1_002_600, version: 2 }), null);
    expect(await lift(ports, RULESET, aLiveBan(), lifting)).toBeUndefined();
    expect(await ports.bans.get('app', '192.0.2.1')).toMatchObject({ state: 'live', end: 1_002_600, version: 2 });
    expect(events).toEqual([]);
  });

  it('one that changed but still is over is lifted in its newest version', async () => {
    const { ports } = setUp();
    await ports.bans.put(aLiveBan(), null);
    await ports.bans.put(aLiveBan({ end: 1_001_900, version: 2 }), null);
    expect(await lift(ports, RULESET, aLiveBan(), lifting)).toMatchObject({
      state: 'over',
      end: 1_001_900,
      version: 3,
    });
  });

  it('one that somebody else lifted is lifted once', async () => {
    const { ports, events } = setUp();
    await ports.bans.put(aLiveBan(), null);
    const [a, b] = await Promise.all([1, 2].map(() => lift(ports, RULESET, aLiveBan(), lifting)));
    expect([a, b].filter((ban) => ban !== undefined)).toHaveLength(1);
    expect(unbans(events)).toHaveLength(1);
  });

  it('one that changes at every try is left for the next minute, and the others are lifted', async () => {
    const { ports, edges, events, world } = setUp();
    for (const ip of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) await ports.bans.put(aLiveBan({ ip }), null);
    await expire(ports, RULESET);
    world.clock = 1_002_000;
    const put: EnforcePorts['bans']['put'] = async (ban, until) =>
      ban.ip === '192.0.2.2' ? 'conflict' : ports.bans.put(ban, until);
    const { failed, lifted } = await expire({ ...ports, bans: { ...ports.bans, put, get: ports.bans.get } }, RULESET);
    expect(lifted.map(({ ip }) => ip)).toEqual(['192.0.2.1', '192.0.2.3']);
    expect([...failed.values()].map(({ message }) => message)).toEqual([expect.stringContaining('192.0.2.2')]);
    expect(edges.waf.holds.size).toBe(0);
    expect(unbans(events)).toHaveLength(2);
    expect((await expire(ports, RULESET)).lifted.map(({ ip }) => ip)).toEqual(['192.0.2.2']);
  });
});

describe('a minute that dies', () => {
  it('after a ban was lifted: the next minute opens the edges', async () => {
    const { ports, edges, world, minute } = setUp();
    await ports.bans.put(aLiveBan(), null);
    await minute();
    expect(edges.waf.holds.size).toBe(1);
    world.clock = 1_002_000;
    const dying = { ...ports, bans: { ...ports.bans, live: () => Promise.reject(new Error('killed')) } };
    const { lifted } = await expire(dying, RULESET);
    expect(lifted).toHaveLength(1);
    expect(edges.waf.holds.size).toBe(1);

    world.clock = 1_002_066;
    await minute();

    expect(edges.waf.holds.size).toBe(0);
  });

  it('between two lifts: the next minute lifts the rest and opens the edges', async () => {
    const { ports, edges, world, minute } = setUp();
    await ports.bans.put(aLiveBan(), null);
    await ports.bans.put(aLiveBan({ jail: 'mail', ip: '192.0.2.2', end: null }), null);
    await minute();
    world.clock = 1_002_000;
    const dead = () => Promise.reject(new Error('killed'));
    const put: EnforcePorts['bans']['put'] = async (...args) => {
      await ports.bans.put(...args);
      return dead();
    };
    const edgeStates = { ...ports.edgeStates, request: ports.edgeStates.request, get: dead, acquire: dead };
    const dying = { ...ports, edgeStates, bans: { ...ports.bans, put, due: ports.bans.due, get: dead } };
    await expire(dying, RULESET);
    expect([...edges.waf.holds].sort()).toEqual(['192.0.2.1/32', '192.0.2.2/32']);

    world.clock = 1_002_060;
    await minute();

    expect([...edges.waf.holds]).toEqual(['192.0.2.2/32']);
  });

  it('because the edge fails: every minute tries again until it does not', async () => {
    const { ports, edges, world, minute } = setUp();
    await ports.bans.put(aLiveBan(), null);
    await minute();
    world.clock = 1_002_000;
    edges.waf.onLook = () => {
      throw new Error('throttled');
    };
    for (let minutes = 0; minutes < 3; minutes++) {
      expect([...(await minute()).failed.keys()]).toEqual(['waf']);
      world.clock += 60;
    }
    edges.waf.onLook = () => undefined;
    await minute();
    expect(edges.waf.holds.size).toBe(0);
  });
});

describe('an idle minute', () => {
  const standing = async () => {
    const setting = setUp();
    for (let n = 0; n < 50; n++) {
      await setting.ports.bans.put(aLiveBan({ ip: `192.0.2.${n}`, end: null, bantime: -1 }), null);
    }
    await setting.ports.bans.put(aLiveBan({ jail: 'mail', ip: '198.51.100.1', end: null, bantime: -1 }), null);
    setting.world.clock += 15;
    await setting.minute();
    setting.calls.clear();
    for (const { counts } of [setting.edges.waf, setting.edges.acl])
      Object.assign(counts, { probes: 0, looks: 0, writes: 0 });
    return setting;
  };

  it('writes nothing, in a thousand of them, and always reads the same few things', async () => {
    const { minute, calls, written, edges } = await standing();
    for (let minutes = 0; minutes < 1000; minutes++) await minute();
    expect(written()).toEqual([]);
    expect(Object.fromEntries(calls)).toEqual({ 'bans.due': 1000, 'bans.changedSince': 1000, 'edgeStates.get': 2000 });
    for (const { counts } of [edges.waf, edges.acl]) expect(counts).toEqual({ probes: 1000, looks: 0, writes: 0 });
  });

  it('every hour compares each edge as a whole, and writes nothing to it', async () => {
    const { minute, edges, world } = await standing();
    for (let minutes = 0; minutes < 1000; minutes++) {
      world.clock += 60;
      await minute();
    }
    expect(edges.waf.counts).toMatchObject({ looks: 16, writes: 0 });
    expect(edges.acl.counts).toMatchObject({ looks: 16, writes: 0 });
  });
});

describe('an edge that somebody changed', () => {
  const drift = async (change: (waf: SetEdge) => void) => {
    const setting = setUp();
    await setting.ports.bans.put(aLiveBan(), null);
    setting.world.clock += 15;
    await setting.minute();
    change(setting.edges.waf);
    await setting.minute();
    return setting;
  };

  it('is made equal to the table within the minute', async () => {
    const { edges } = await drift((waf) => waf.holds.clear());
    expect([...edges.waf.holds]).toEqual(['192.0.2.1/32']);
    expect(edges.acl.counts.looks).toBe(1);
  });

  it('is looked at once, not in every minute after', async () => {
    const { edges, minute } = await drift((waf) => waf.holds.clear());
    for (let minutes = 0; minutes < 5; minutes++) await minute();
    expect(edges.waf.counts.looks).toBe(2);
  });

  it('whose probe fails is compared as a whole: that meets the fault and tells it', async () => {
    const { ports, edges, minute } = setUp();
    await minute();
    const denied = () => Promise.reject(new Error('denied'));
    const waf = { ...edges.waf, probe: denied, reconcile: denied };
    const { failed, looked } = await expire({ ...ports, edges: [waf, edges.acl] }, RULESET);
    expect([...failed].map(([name, { message }]) => `${name}: ${message}`)).toEqual(['waf: denied']);
    expect([...looked.keys()]).toEqual([]);
  });
});

describe('a ban whose kick never came: the stream is late, stopped or lost', () => {
  const later = async (seconds: number) => {
    const setting = setUp();
    await setting.minute();
    setting.world.clock += 30;
    await setting.ports.bans.put(aLiveBan({ time: 5, end: null, ip: '192.0.2.7' }), null);
    setting.world.clock += seconds;
    return setting;
  };

  it('is on its edges by the next minute, and no other edge is looked at', async () => {
    const { edges, minute } = await later(30);
    await minute();
    expect([...edges.waf.holds]).toEqual(['192.0.2.7/32']);
    expect(edges.acl.counts.looks).toBe(1);
  });

  it('is looked after once more at most, when the edge may have been compared just before it was written', async () => {
    const { edges, minute, world } = await later(1);
    for (let minutes = 0; minutes < 20; minutes++) {
      await minute();
      world.clock += 60;
    }
    expect(edges.waf.counts).toMatchObject({ looks: 3, writes: 1 });
  });

  it('and an unban whose kick never came: the edge is open by the next minute', async () => {
    const { edges, minute, ports, world } = await later(30);
    await minute();
    world.clock += 60;
    await minute();
    const lifting = { clock: world.clock, reason: 'manual' as const, still: () => true };
    const [ban] = await ports.bans.live();
    await lift(ports, RULESET, ban as Ban, lifting);
    world.clock += 40;
    await minute();
    expect([...edges.waf.holds]).toEqual([]);
  });

  it('by a function whose clock is some seconds behind', async () => {
    const { edges, minute, ports, world } = setUp();
    await minute();
    world.clock -= 8;
    await ports.bans.put(aLiveBan(), null);
    world.clock += 60;
    await minute();
    expect([...edges.waf.holds]).toEqual(['192.0.2.1/32']);
  });

  it('when the newest bans cannot be read, every edge is compared as a whole', async () => {
    const { edges, ports } = await later(30);
    const changedSince = () => Promise.reject(new Error('throttled'));
    await expire(
      { ...ports, bans: { ...ports.bans, changedSince, due: ports.bans.due, live: ports.bans.live } },
      RULESET,
    );
    expect([edges.waf.counts.looks, edges.acl.counts.looks]).toEqual([2, 2]);
  });
});

describe('a kick that came while the edge was busy', () => {
  it('is looked after by the next minute when the busy writer died', async () => {
    const { ports, edges, world, minute } = setUp();
    await minute();
    await ports.bans.put(aLiveBan(), null);
    await ports.edgeStates.acquire('waf', world.clock, world.clock + 65);
    await ports.edgeStates.request('waf');
    world.clock += 60;
    expect((await minute()).looked.get('waf')).toEqual({ kind: 'busy' });
    world.clock += 60;
    await minute();
    expect(edges.waf.holds.size).toBe(1);
  });
});
