import type { EnforcePorts } from '../../lib/app/enforce/ports';
import { liftAll, settle } from '../../lib/app/enforce/settle';
import type { AppEvent } from '../../lib/core/event';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryEdgeStates } from '../../lib/stores/memory/edge-states';
import { aLiveBan, rulesetOf, setEdge } from '../scenarios/support/set-edge';

function setUp() {
  const [waf, acl] = [setEdge('waf'), setEdge('acl')];
  const events: AppEvent[] = [];
  const world = { clock: 1_001_100 };
  const ports: EnforcePorts = {
    ...{ bans: memoryBans(), edgeStates: memoryEdgeStates(), edges: [waf, acl] },
    ...{ emit: (event: AppEvent) => events.push(event), clock: () => world.clock, remaining: () => 60 },
  };
  const reasons = () => events.flatMap((event) => (event.event === 'unban' ? [`${event.ip} ${event.reason}`] : []));
  return { ports, waf, acl, world, reasons };
}

describe('after a deploy', () => {
  const before = rulesetOf({ app: ['waf'], mail: ['acl'] });

  it('bans of a jail that is gone are lifted: config', async () => {
    const { ports, waf, acl, reasons } = setUp();
    await ports.bans.put(aLiveBan(), null);
    await ports.bans.put(aLiveBan({ jail: 'mail', ip: '192.0.2.2', end: null }), null);
    await settle(ports, before);
    expect([waf.holds.size, acl.holds.size]).toEqual([1, 1]);

    await settle(ports, rulesetOf({ app: ['waf'] }));

    expect(reasons()).toEqual(['192.0.2.2 config']);
    expect([[...waf.holds], acl.holds.size]).toEqual([['192.0.2.1/32'], 0]);
    expect(await ports.bans.get('mail', '192.0.2.2')).toMatchObject({
      state: 'over',
      end: 1_001_100,
      clearedAt: 1_001_100,
    });
  });

  it('bans that ignoreip, the never-ban ranges or our own addresses protect now are lifted: ignoreip', async () => {
    const { ports, reasons } = setUp();
    const ips = ['192.0.2.1', '198.51.100.1', '203.0.113.1', '10.0.0.1', '2001:db8::/64'];
    for (const ip of ips) await ports.bans.put(aLiveBan({ ip }), null);
    const ruleset = { ...rulesetOf({ app: ['waf'] }, { ignoreip: ['192.0.2.0/24', '2001:db8::5'] }) };
    await settle(ports, { ...ruleset, protect: ['198.51.100.0/24'] });
    expect(reasons().sort()).toEqual([
      '10.0.0.1 ignoreip',
      '192.0.2.1 ignoreip',
      '198.51.100.1 ignoreip',
      '2001:db8::/64 ignoreip',
    ]);
    expect((await ports.bans.live()).map(({ ip }) => ip)).toEqual(['203.0.113.1']);
  });

  it('whoever is on a list of the configuration is banned, and let in again when he is off it or it is gone', async () => {
    const { ports, waf, reasons } = setUp();
    const listing = (...entries: string[]) =>
      rulesetOf({ app: ['waf'] }, { list: { location: 'bad.txt', interval: 3600, entries } });
    await ports.bans.put(aLiveBan({ ip: '192.0.2.9', end: null }), null);
    await settle(ports, listing('192.0.2.1', '198.51.100.0/24'));
    expect([...waf.holds].sort()).toEqual(['192.0.2.1/32', '192.0.2.9/32', '198.51.100.0/24']);
    await settle(ports, listing('192.0.2.1'));
    await settle(ports, rulesetOf({ app: ['waf'] }));
    expect([...waf.holds]).toEqual(['192.0.2.9/32']);
    expect(reasons()).toEqual(['198.51.100.0/24 config', '192.0.2.1 config']);
  });

  it('a jail that moved to another edge leaves the first', async () => {
    const { ports, waf, acl, reasons } = setUp();
    await ports.bans.put(aLiveBan(), null);
    await settle(ports, before);
    await settle(ports, rulesetOf({ app: ['acl'] }));
    expect([waf.holds.size, acl.holds.size, reasons()]).toEqual([0, 1, []]);
  });

  it('every edge is compared as a whole, also where nothing changed', async () => {
    const { ports, waf, acl } = setUp();
    await settle(ports, before);
    await settle(ports, before);
    expect([waf.counts.looks, acl.counts.looks]).toEqual([2, 2]);
  });
});

describe('before the stack goes', () => {
  const ruleset = rulesetOf({ app: ['waf'], mail: ['acl'] });

  it('every ban is lifted and every edge left as it was found', async () => {
    const { ports, waf, acl, reasons } = setUp();
    await ports.bans.put(aLiveBan({ end: null }), null);
    await ports.bans.put(aLiveBan({ jail: 'mail' }), null);
    await ports.bans.put(aLiveBan({ jail: 'gone', ip: '192.0.2.3' }), null);
    await settle(ports, rulesetOf({ app: ['waf'], mail: ['acl'], gone: ['acl'] }));

    const { failed } = await liftAll(ports, ruleset, 'config');

    expect([waf.holds.size, acl.holds.size, failed.size]).toEqual([0, 0, 0]);
    expect(await ports.bans.live()).toEqual([]);
    expect(reasons().sort()).toEqual(['192.0.2.1 config', '192.0.2.1 config', '192.0.2.3 config']);
  });

  it('one ban that cannot be lifted does not keep the others, and is told', async () => {
    const { ports, waf } = setUp();
    for (const n of [1, 2, 3]) await ports.bans.put(aLiveBan({ ip: `192.0.2.${n}` }), null);
    await settle(ports, ruleset);
    const put: EnforcePorts['bans']['put'] = (ban, until) =>
      ban.ip === '192.0.2.2' ? Promise.reject(new Error('throttled')) : ports.bans.put(ban, until);
    const { failed } = await liftAll({ ...ports, bans: { ...ports.bans, put } }, ruleset, 'config');
    expect([...failed]).toEqual([['192.0.2.2 in app', expect.objectContaining({ message: 'throttled' })]]);
    expect([...waf.holds]).toEqual(['192.0.2.2/32']);
  });

  it('killed after the bans were lifted: the edges are looked at by the next minute, or the next try', async () => {
    const { ports, waf, world } = setUp();
    await ports.bans.put(aLiveBan(), null);
    await settle(ports, ruleset);
    waf.onLook = () => {
      throw new Error('killed');
    };
    await liftAll(ports, ruleset, 'config');
    expect(waf.holds.size).toBe(1);
    waf.onLook = () => undefined;
    world.clock += 60;
    await liftAll(ports, ruleset, 'config');
    expect(waf.holds.size).toBe(0);
  });
});
