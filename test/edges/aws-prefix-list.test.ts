import { ec2PrefixLists } from '../../lib/edges/aws/ec2-prefix-lists';
import { awsPrefixList } from '../../lib/edges/aws-prefix-list';
import { requests } from '../../lib/edges/run/prefix-reconcile';
import { fakeCloud } from '../fakes/aws/cloud';
import { fakePrefixLists } from '../fakes/aws/ec2-prefix-lists';
import { edgeContract } from './support/edge-contract';
import { beforeRequest } from './support/faults';
import { banOf, contextOf } from './support/world';
import { LIST4, LIST6, prefixWorlds } from './worlds/prefix';

const range = (from: number, to: number, strength = 1) =>
  Array.from({ length: to - from }, (_, n) => banOf(`20.0.${(from + n) >> 8}.${(from + n) & 255}/32`, strength));

describe.each(prefixWorlds)('aws-prefix-list over %s', (account, makeWorld) => {
  edgeContract(account, () => makeWorld());

  it('sends at most 100 entries a request and waits for each to be done', async () => {
    const world = makeWorld();
    const bans = range(0, 250);

    expect((await world.edge.reconcile(bans, contextOf(bans))).writes).toBe(3);
    expect(world.cidrs()).toHaveLength(250);

    const others = range(200, 450);
    expect((await world.edge.reconcile(others, contextOf([...bans, ...others]))).writes).toBe(2);
    expect([...world.cidrs()].sort()).toEqual(others.map((ban) => ban.cidr).sort());
  });

  it('never passes MaxEntries, exchanging a full list’s weakest', async () => {
    const world = makeWorld(150);
    const weak = range(0, 150);
    await world.edge.reconcile(weak, contextOf(weak));
    const wanted = [...weak, ...range(1000, 1120, 2)];

    const report = await world.edge.reconcile(wanted, contextOf(wanted));

    expect(report.overflow).toHaveLength(120);
    expect(report.held).toEqual(expect.arrayContaining(range(1000, 1120).map((ban) => ban.cidr)));
    expect(world.cidrs()).toHaveLength(150);
    expect(report.room[0]).toEqual({ family: 'ipv4', used: 150, capacity: 150 });
  });

  it('reads the list again when its version is another', async () => {
    const world = makeWorld();
    const { port } = world;
    let raced = false;
    const modify: typeof port.modify = async (id, version, change) => {
      if (!raced) {
        raced = true;
        world.put('20.9.9.9/32', 'office');
      }
      return port.modify(id, version, change);
    };
    const accounts = {
      ...world.accounts,
      prefixLists: () => ({ describe: port.describe, entries: port.entries, modify }),
    };
    const bans = [banOf('192.0.2.1/32')];

    const report = await awsPrefixList.create(world.config, accounts).reconcile(bans, contextOf(bans));

    expect(report).toMatchObject({ held: ['192.0.2.1/32'], writes: 2 });
    expect([...world.cidrs()].sort()).toEqual(['192.0.2.1/32', '20.9.9.9/32']);
  });

  it('holds a ban that somebody else’s entry holds already, and leaves that entry', async () => {
    const world = makeWorld();
    world.put('192.0.2.1/32', 'by hand');
    const bans = [banOf('192.0.2.1/32')];

    const report = await world.edge.reconcile(bans, contextOf(bans));
    expect(report).toMatchObject({ held: ['192.0.2.1/32'], writes: 0 });

    await world.edge.reconcile([], contextOf(bans));
    expect(world.contents()).toEqual(['192.0.2.1/32 by hand']);
  });

  it('gives up after five versions that are not ours', async () => {
    const world = makeWorld();
    const { describe: heads, entries } = world.port;
    let tries = 0;
    const modify = async () => {
      tries++;
      return 'conflict' as const;
    };
    const accounts = { ...world.accounts, prefixLists: () => ({ describe: heads, entries, modify }) };

    await expect(
      awsPrefixList.create(world.config, accounts).reconcile(world.bans, contextOf(world.bans)),
    ).rejects.toMatchObject({ failure: 'contended' });
    expect(tries).toBe(5);
  });

  it('takes no version for its own that somebody else made between two requests of one change', async () => {
    for (let skip = 0; ; skip++) {
      const world = makeWorld();
      const first = [banOf('192.0.2.1/32')];
      const bans = [...first, ...range(0, 150)];
      const look = () => world.edge.reconcile(bans, contextOf(bans));
      await world.edge.reconcile(first, contextOf(first));
      let came = false;
      const edit = () => {
        came = true;
        return world.undo();
      };
      beforeRequest(world.faults, '*', edit, skip);
      const { probe } = await look();
      if (!came) return;
      world.pace.advance(60);
      if ((await world.edge.probe()) !== probe) await look();
      expect([skip, world.cidrs().includes('192.0.2.1/32')]).toEqual([skip, true]);
    }
  });
});

describe('aws-prefix-list while EC2 works', () => {
  const make = () => {
    const cloud = fakeCloud();
    const ec2 = fakePrefixLists(cloud);
    ec2.create(LIST4, 'IPv4');
    ec2.create(LIST6, 'IPv6');
    const [, makeWorld] = prefixWorlds[1]!;
    const port = ec2PrefixLists(ec2.client);
    const world = makeWorld();
    const accounts = { ...world.accounts, pace: cloud.pace, prefixLists: () => port };
    return { cloud, ec2, port, edge: awsPrefixList.create(world.config, accounts) };
  };

  it('waits for a change of others that is under way', async () => {
    const { edge, port, ec2 } = make();
    await port.modify(LIST4, 1, { add: [{ cidr: '20.0.0.1/32', description: 'office' }], remove: [] });
    const bans = [banOf('192.0.2.1/32')];

    expect((await edge.reconcile(bans, contextOf(bans))).writes).toBe(1);
    expect(ec2.entries(LIST4).map((entry) => entry.Cidr)).toEqual(['20.0.0.1/32', '192.0.2.1/32']);
  });

  it('answers busy to a change during another', async () => {
    const { port } = make();
    const change = { add: [{ cidr: '20.0.0.1/32', description: undefined }], remove: [] };
    await port.modify(LIST4, 1, change);
    expect(await port.modify(LIST4, 1, change)).toBe('busy');
  });

  it('tells why EC2 could not make a change', async () => {
    const { edge, ec2 } = make();
    ec2.failNextChange();
    const bans = [banOf('192.0.2.1/32')];

    await expect(edge.reconcile(bans, contextOf(bans))).rejects.toThrow('modify-failed: sg-1 cannot hold more rules');
    expect((await edge.reconcile(bans, contextOf(bans))).held).toEqual(['192.0.2.1/32']);
  });
});

describe('requests to a full prefix list', () => {
  it('add no more than what is free or freed by the same request', () => {
    const names = (count: number, mark: string) => Array.from({ length: count }, (_, n) => `${mark}${n}`);
    const parts = requests({ id: LIST4, add: names(130, 'new'), remove: names(125, 'old') }, 5);

    let free = 5;
    for (const { add, remove } of parts) {
      expect(add.length).toBeLessThanOrEqual(100);
      expect(remove.length).toBeLessThanOrEqual(100);
      free += remove.length - add.length;
      expect(free).toBeGreaterThanOrEqual(0);
    }
    expect(parts).toHaveLength(2);
    expect(parts.flatMap((part) => part.add)).toHaveLength(130);
  });
});
