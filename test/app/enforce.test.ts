import { enforce, reconcileAll } from '../../lib/app/enforce/enforce';
import type { EnforcePorts } from '../../lib/app/enforce/ports';
import type { AppEvent } from '../../lib/core/event';
import type { Ruleset } from '../../lib/core/ruleset';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryEdgeStates } from '../../lib/stores/memory/edge-states';
import { aLiveBan, rulesetOf, type SetEdge, setEdge } from '../scenarios/support/set-edge';

function setUp(edges: readonly SetEdge[], ruleset: Ruleset) {
  const events: AppEvent[] = [];
  const world = { clock: 1_001_100 };
  const ports: EnforcePorts = {
    ...{ bans: memoryBans(), edgeStates: memoryEdgeStates(), edges, emit: (event) => events.push(event) },
    ...{ clock: () => world.clock, remaining: () => 60 },
  };
  return { ports, events, world, kick: (...jails: string[]) => enforce(ports, ruleset, new Set(jails)) };
}

describe('a kick', () => {
  it('makes the edges of the kicked jails equal to the table, and no others', async () => {
    const [waf, acl] = [setEdge('waf'), setEdge('acl')];
    const { ports, kick } = setUp([waf, acl], rulesetOf({ app: ['waf'], mail: ['acl'] }));
    await ports.bans.put(aLiveBan(), null);

    const { looked } = await kick('app');

    expect([...waf.holds]).toEqual(['192.0.2.1/32']);
    expect([...looked.keys()]).toEqual(['waf']);
    expect(acl.counts).toEqual({ probes: 0, looks: 0, writes: 0 });
  });

  it('carries no ban: the table alone says what must be', async () => {
    const waf = setEdge('waf');
    const { kick, ports } = setUp([waf], rulesetOf({ app: ['waf'] }));
    await kick('app', 'a jail nobody knows');
    expect(waf.holds.size).toBe(0);
    await ports.bans.put(aLiveBan({ end: 1_001_099 }), null);
    await kick('app');
    expect(waf.holds.size).toBe(0);
  });

  it('again and again writes nothing', async () => {
    const waf = setEdge('waf');
    const { ports, kick } = setUp([waf], rulesetOf({ app: ['waf'] }));
    await ports.bans.put(aLiveBan(), null);
    for (let times = 0; times < 5; times++) await kick('app');
    expect(waf.counts).toMatchObject({ looks: 5, writes: 1 });
  });

  it('keeps an address as long as one jail bans it', async () => {
    const waf = setEdge('waf');
    const { ports, kick } = setUp([waf], rulesetOf({ app: ['waf'], mail: ['waf'] }));
    await ports.bans.put(aLiveBan(), null);
    await ports.bans.put(aLiveBan({ jail: 'mail' }), null);
    await ports.bans.put(aLiveBan({ state: 'over', version: 2 }), null);
    await kick('app');
    expect([...waf.holds]).toEqual(['192.0.2.1/32']);
    await ports.bans.put(aLiveBan({ jail: 'mail', state: 'over', version: 2 }), null);
    await kick('mail');
    expect(waf.holds.size).toBe(0);
  });
});

describe('an edge that somebody else is writing to', () => {
  it('is left to that writer, who looks again before he stops', async () => {
    const waf = setEdge('waf');
    const { ports, kick } = setUp([waf], rulesetOf({ app: ['waf'] }));
    await ports.bans.put(aLiveBan(), null);
    const second: string[] = [];
    waf.onLook = async () => {
      if (second.length > 0) return;
      await ports.bans.put(aLiveBan({ ip: '192.0.2.2' }), null);
      second.push(((await kick('app')).looked.get('waf') ?? { kind: 'none' }).kind);
    };

    const first = await kick('app');

    expect(second).toEqual(['busy']);
    expect(first.looked.get('waf')).toMatchObject({ kind: 'done' });
    expect([...waf.holds].sort()).toEqual(['192.0.2.1/32', '192.0.2.2/32']);
    expect(waf.counts.looks).toBe(2);
  });

  it('is free again when its writer died: its lease ends with the time that writer had', async () => {
    const waf = setEdge('waf');
    const { ports, kick, world } = setUp([waf], rulesetOf({ app: ['waf'] }));
    await ports.bans.put(aLiveBan(), null);
    await ports.edgeStates.acquire('waf', world.clock, world.clock + 65);
    expect((await kick('app')).looked.get('waf')).toEqual({ kind: 'busy' });
    world.clock += 66;
    expect((await kick('app')).looked.get('waf')).toMatchObject({ kind: 'done' });
    expect(waf.holds.size).toBe(1);
  });

  it('is free for the next minute although its writer had five minutes when it died', async () => {
    const waf = setEdge('waf');
    const { ports, kick, world } = setUp([waf], rulesetOf({ app: ['waf'] }));
    const deployed = { ...ports, remaining: () => 300 };
    await ports.bans.put(aLiveBan(), null);
    waf.onLook = () => Promise.reject(new Error('killed'));
    const dies = { ...ports.edgeStates, acquire: ports.edgeStates.acquire, release: () => Promise.reject(new Error()) };
    await reconcileAll({ ...deployed, edgeStates: dies }, rulesetOf({ app: ['waf'] }), () => true, true);
    waf.onLook = () => undefined;
    world.clock += 39;
    expect((await kick('app')).looked.get('waf')).toEqual({ kind: 'busy' });
    world.clock += 2;
    expect((await kick('app')).looked.get('waf')).toMatchObject({ kind: 'done' });
  });

  it('stays with a writer that works for minutes: it keeps the lease between the parts of its work', async () => {
    const waf = setEdge('waf');
    const { ports, world } = setUp([waf], rulesetOf({ app: ['waf'] }));
    const deployed = { ...ports, remaining: () => 300 };
    const others: unknown[] = [];
    waf.onLook = async () => {
      world.clock += 35;
      others.push(await ports.edgeStates.acquire('waf', world.clock, world.clock + 60));
      if (waf.counts.looks < 5) await ports.edgeStates.request('waf');
    };
    const { looked } = await reconcileAll(deployed, rulesetOf({ app: ['waf'] }), () => true, true);
    expect(looked.get('waf')).toMatchObject({ kind: 'done' });
    expect(others).toEqual(Array(5).fill(undefined));
    expect(await ports.edgeStates.get('waf')).toMatchObject({ requested: 5, applied: 5 });
  });

  it('stays with a writer whose one look takes minutes: the lease is kept meanwhile, and let go at the end', async () => {
    const waf = setEdge('waf');
    const { ports, world } = setUp([waf], rulesetOf({ app: ['waf'] }));
    const timers = new Set<() => void>();
    const every = (seconds: number, act: () => void) => {
      expect(seconds).toBe(10);
      timers.add(act);
      return () => void timers.delete(act);
    };
    const others: unknown[] = [];
    waf.onLook = async () => {
      for (let elapsed = 0; elapsed < 150; elapsed += 10) {
        world.clock += 10;
        for (const act of timers) act();
        others.push(await ports.edgeStates.acquire('waf', world.clock, world.clock + 60));
      }
    };
    const deployed = { ...ports, remaining: () => 300, every };
    const { looked } = await reconcileAll(deployed, rulesetOf({ app: ['waf'] }), () => true, true);
    expect(looked.get('waf')).toMatchObject({ kind: 'done' });
    expect(others).toEqual(Array(15).fill(undefined));
    expect(timers.size).toBe(0);
  });

  it('is not given back by a writer that lost it', async () => {
    const waf = setEdge('waf');
    const { ports, kick, world } = setUp([waf], rulesetOf({ app: ['waf'] }));
    let next: string | undefined;
    waf.onLook = async () => {
      world.clock += 600;
      next = await ports.edgeStates.acquire('waf', world.clock, world.clock + 60);
    };
    await kick('app');
    expect(next).toBeDefined();
    expect(await ports.edgeStates.acquire('waf', world.clock, world.clock + 60)).toBeUndefined();
    expect((await ports.edgeStates.get('waf')).applied).toBe(0);
  });
});

describe('an edge that fails', () => {
  it('does not keep the others from their turn, and is named', async () => {
    const edges = [setEdge('waf'), setEdge('acl'), setEdge('group')] as const;
    const { ports, kick } = setUp(edges, rulesetOf({ app: ['waf', 'acl', 'group'] }));
    await ports.bans.put(aLiveBan(), null);
    edges[0].onLook = () => {
      throw new Error('access denied');
    };
    edges[1].onLook = () => Promise.reject('a text');

    const { looked, failed } = await kick('app');

    expect([...failed].map(([name, error]) => [name, error.message])).toEqual([
      ['waf', 'access denied'],
      ['acl', 'a text'],
    ]);
    expect([...looked.keys()]).toEqual(['group']);
    expect(edges[2].holds.size).toBe(1);
  });

  it('gives its lease back and is still asked for: the next look runs', async () => {
    const waf = setEdge('waf');
    const { ports, kick, world } = setUp([waf], rulesetOf({ app: ['waf'] }));
    await ports.bans.put(aLiveBan(), null);
    waf.onLook = () => {
      throw new Error('throttled');
    };
    await kick('app');
    const { requested, applied } = await ports.edgeStates.get('waf');
    expect(requested).toBeGreaterThan(applied);
    expect(await ports.edgeStates.acquire('waf', world.clock, world.clock + 60)).toBeDefined();
  });

  it('is reported with its own fault, also when its lease cannot be given back', async () => {
    const waf = setEdge('waf');
    const ruleset = rulesetOf({ app: ['waf'] });
    const { ports } = setUp([waf], ruleset);
    waf.onLook = () => {
      throw new Error('access denied');
    };
    const release = () => Promise.reject(new Error('the table is throttled'));
    const failing = { ...ports, edgeStates: { ...ports.edgeStates, release } };
    const { failed } = await enforce(failing, ruleset, new Set(['app']));
    expect(failed.get('waf')?.message).toBe('access denied');
  });

  it('whose mark cannot be set counts as failed, the others have their turn', async () => {
    const [waf, acl] = [setEdge('waf'), setEdge('acl')];
    const ruleset = rulesetOf({ app: ['waf', 'acl'] });
    const { ports } = setUp([waf, acl], ruleset);
    const request = (edge: string) =>
      edge === 'waf' ? Promise.reject(new Error('throttled')) : ports.edgeStates.request(edge);
    const failing = { ...ports, edgeStates: { ...ports.edgeStates, request } };
    const { looked, failed } = await reconcileAll(failing, ruleset, () => true, true);
    expect([[...failed.keys()], [...looked.keys()]]).toEqual([['waf'], ['acl']]);
  });
});

describe('several edges', () => {
  it('are looked at together: one that takes its time holds up no other', async () => {
    const [waf, acl] = [setEdge('waf'), setEdge('acl')];
    const { ports, kick } = setUp([waf, acl], rulesetOf({ app: ['waf', 'acl'] }));
    await ports.bans.put(aLiveBan(), null);
    const closed = new Promise<void>((done) => {
      acl.onLook = () => {
        setImmediate(done);
      };
    });
    waf.onLook = async () => {
      await closed;
      expect([...acl.holds]).toEqual(['192.0.2.1/32']);
    };
    const { failed } = await kick('app');
    expect([failed.size, waf.holds.size]).toEqual([0, 1]);
  });

  it('share one read of the bans', async () => {
    const edges = ['a', 'b', 'c', 'd'].map((name) => setEdge(name));
    const { ports } = setUp(edges, rulesetOf({ app: ['a', 'b', 'c', 'd'] }));
    await ports.bans.put(aLiveBan(), null);
    let reads = 0;
    const live = () => {
      reads++;
      return ports.bans.live();
    };
    await reconcileAll({ ...ports, bans: { ...ports.bans, live } }, rulesetOf({ app: ['a'] }), () => true, true);
    expect(reads).toBe(1);
  });
});

describe('what does not fit', () => {
  it('is told once, the strongest bans hold the places, and the next is admitted when one frees', async () => {
    const acl = setEdge('acl', 2);
    const { ports, events, kick, world } = setUp([acl], rulesetOf({ app: ['acl'] }));
    for (const [n, bancount] of [
      [1, 1],
      [2, 3],
      [3, 2],
    ] as const) {
      await ports.bans.put(aLiveBan({ ip: `192.0.2.${n}`, bancount }), null);
    }
    await kick('app');
    await kick('app');
    expect(events).toEqual([{ event: 'overflow', time: 1_001_100, edge: 'acl', ip: '192.0.2.1' }]);
    expect([...acl.holds].sort()).toEqual(['192.0.2.2/32', '192.0.2.3/32']);

    await ports.bans.put(aLiveBan({ ip: '192.0.2.2', state: 'over', version: 2 }), null);
    await kick('app');
    expect([...acl.holds].sort()).toEqual(['192.0.2.1/32', '192.0.2.3/32']);
    expect((await ports.edgeStates.get('acl')).overflow).toEqual([]);
    expect(world.clock).toBe(1_001_100);
  });

  it('is told once although the edge had to look twice', async () => {
    const acl = setEdge('acl', 0);
    const { ports, events, kick } = setUp([acl], rulesetOf({ app: ['acl'] }));
    await ports.bans.put(aLiveBan(), null);
    acl.onLook = async () => {
      if (acl.counts.looks === 1) await ports.edgeStates.request('acl');
    };
    await kick('app');
    expect(acl.counts.looks).toBe(2);
    expect(events).toHaveLength(1);
  });
});

describe('the last check before an edge', () => {
  it('leaves out whom the jail must not ban, whatever the table says', async () => {
    const waf = setEdge('waf');
    const { ports, kick } = setUp([waf], rulesetOf({ app: ['waf'] }, { ignoreip: ['192.0.2.0/24'] }));
    for (const ip of ['192.0.2.1', '10.0.0.1', '127.0.0.1', '0.0.0.0/0', '::1', '198.51.100.1']) {
      await ports.bans.put(aLiveBan({ ip }), null);
    }
    await kick('app');
    expect([...waf.holds]).toEqual(['198.51.100.1/32']);
  });
});

describe('which of many entries are ours', () => {
  /** What is known to be ours of these entries, and what was read of the table for it. */
  async function asked(entries: readonly string[]) {
    const waf = setEdge('waf');
    const known: string[] = [];
    const reads = { ofIp: 0, all: 0 };
    const { reconcile } = waf;
    const asking = {
      ...waf,
      reconcile: async (...[wanted, context]: Parameters<typeof reconcile>) => {
        known.push(...(await context.ours(entries)));
        return reconcile(wanted, context);
      },
    };
    const ruleset = rulesetOf({ app: ['waf'] });
    const { ports } = setUp([asking], ruleset);
    await ports.bans.put(aLiveBan({ ip: '192.0.2.1', state: 'over' }), null);
    await ports.bans.put(aLiveBan({ ip: '192.0.2.0/28', state: 'over' }), null);
    await ports.bans.put(aLiveBan({ ip: '192.0.2.2', state: 'over', bancount: 0 }), null);
    const { bans } = ports;
    const counted = {
      ...bans,
      ofIp: (ip: string) => {
        reads.ofIp += 1;
        return bans.ofIp(ip);
      },
      all: () => {
        reads.all += 1;
        return bans.all();
      },
    };
    await enforce({ ...ports, bans: counted }, ruleset, new Set(['app']));
    return { known: known.sort(), reads };
  }

  const FEW = ['192.0.2.0/28', '192.0.2.1/32', '192.0.2.2/32', '198.51.100.1/32'];
  const MANY = Array.from({ length: 5000 }, (_, n) => `10.1.${n >> 8}.${n & 255}/32`);

  it('is asked one by one of a few, and read at once of thousands: an emptied edge must not take minutes', async () => {
    const ours = ['192.0.2.0/28', '192.0.2.1/32'];
    expect(await asked(FEW)).toEqual({ known: ours, reads: { ofIp: 4, all: 0 } });
    expect(await asked([...FEW, ...MANY])).toEqual({ known: ours, reads: { ofIp: 0, all: 1 } });
  });
});
