import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { EnforcePorts } from '../../lib/app/enforce/ports';
import { enforceHandler, expireHandler } from '../../lib/runtime/enforce-handlers';
import { banItem } from '../../lib/stores/dynamodb/ban-item';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryEdgeStates } from '../../lib/stores/memory/edge-states';
import { aLiveBan, rulesetOf, setEdge } from '../scenarios/support/set-edge';

function setUp() {
  const [waf, acl] = [setEdge('waf', 1), setEdge('acl')];
  const world = { clock: 1_001_100, remaining: Number.NaN, flushes: 0 };
  const reports: string[] = [];
  const ports: Omit<EnforcePorts, 'remaining'> = {
    ...{ bans: memoryBans(), edgeStates: memoryEdgeStates(), edges: [waf, acl] },
    ...{ clock: () => world.clock, emit: () => undefined },
  };
  const parts = {
    ruleset: rulesetOf({ app: ['waf'], mail: ['acl'] }),
    ports: (remaining: () => number): EnforcePorts => {
      world.remaining = remaining();
      return { ...ports, remaining };
    },
    onReport: (edge: string, { held, overflow }: { held: readonly string[]; overflow: readonly string[] }) =>
      void reports.push(`${edge}: ${held.length} held, ${overflow.length} over`),
    flush: () => {
      world.flushes++;
    },
  };
  const invocation = { getRemainingTimeInMillis: () => 42_000 };
  const enforce = enforceHandler(parts);
  const expire = expireHandler(parts);
  return {
    ...{ waf, acl, world, reports, ports },
    enforce: (event: object) => enforce(event as DynamoDBStreamEvent, invocation),
    expire: () => expire({}, invocation),
  };
}

const image = (over = {}) => banItem(aLiveBan(over), null);

describe('the table’s stream', () => {
  it('makes the edges of the changed bans’ jails look, once each, with the time the invocation has', async () => {
    const { ports, waf, acl, world, reports, enforce } = setUp();
    await ports.bans.put(aLiveBan(), null);
    await ports.bans.put(aLiveBan({ ip: '192.0.2.2' }), null);
    const Records = [{ dynamodb: { NewImage: image() } }, { dynamodb: { NewImage: image({ ip: '192.0.2.2' }) } }];
    expect(await enforce({ Records })).toEqual({ edges: { waf: 'done' } });
    expect([waf.counts.looks, acl.counts.looks, world.remaining, world.flushes]).toEqual([1, 0, 42, 1]);
    expect(reports).toEqual(['waf: 1 held, 1 over']);
  });

  it('also when a ticket was removed: its old image tells the jail', async () => {
    const { waf, enforce } = setUp();
    await enforce({ Records: [{ eventName: 'REMOVE', dynamodb: { OldImage: image() } }] });
    expect(waf.counts.looks).toBe(1);
  });

  it('with records that are no tickets does what the others ask for', async () => {
    const { waf, acl, enforce } = setUp();
    const Records = [
      {},
      { dynamodb: {} },
      { dynamodb: { NewImage: { jail: { N: '5' } } } },
      { dynamodb: { NewImage: image() } },
    ];
    expect(await enforce({ Records })).toEqual({ edges: { waf: 'done' } });
    expect([waf.counts.looks, acl.counts.looks]).toEqual([1, 0]);
  });

  it('is given the batch again when an edge failed, which is named; the others are done', async () => {
    const { waf, acl, world, enforce } = setUp();
    waf.onLook = () => {
      throw new Error('access denied');
    };
    const Records = [{ dynamodb: { NewImage: image() } }, { dynamodb: { NewImage: image({ jail: 'mail' }) } }];
    await expect(enforce({ Records })).rejects.toThrow('failed: waf: access denied');
    expect([acl.counts.looks, world.flushes]).toEqual([1, 1]);
  });
});

describe('the minute', () => {
  it('answers how many bans it lifted, and what it came to at each edge', async () => {
    const { ports, waf, world, reports, expire } = setUp();
    await ports.bans.put(aLiveBan(), null);
    expect(await expire()).toEqual({ edges: { waf: 'done', acl: 'done' }, lifted: 0 });
    world.clock += 600;
    expect(await expire()).toEqual({ edges: { waf: 'done' }, lifted: 1 });
    expect([waf.holds.size, world.flushes, reports]).toEqual([
      ...[0, 2],
      ['waf: 1 held, 0 over', 'acl: 0 held, 0 over', 'waf: 0 held, 0 over'],
    ]);
  });

  it('that fails at an edge is thrown, so that the alarm sees it, and tells the edge', async () => {
    const { waf, acl, world, expire } = setUp();
    waf.onLook = () => {
      throw new Error('denied');
    };
    await expect(expire()).rejects.toThrow('failed: waf: denied');
    expect([acl.counts.looks, world.flushes]).toEqual([1, 1]);
  });
});
