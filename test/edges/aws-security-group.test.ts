import { awsSecurityGroup } from '../../lib/edges/aws-security-group';
import type { SavedRule } from '../../lib/edges/ports';
import { edgeContract } from './support/edge-contract';
import { banOf, contextOf } from './support/world';
import { allow, GROUP, groupWorlds } from './worlds/group';

const WORLD = [allow('0.0.0.0/0')];

describe.each(groupWorlds)('aws-security-group over %s', (account, makeWorld) => {
  edgeContract(account, () => makeWorld());

  it('revokes a rule inside the ban and gives it back with its description and tags', async () => {
    const office = allow('192.0.2.16/28', { description: 'office', tags: { owner: 'ops', cost: '7' } });
    const world = makeWorld([office, allow('20.0.0.0/8')]);
    const before = world.contents();
    const bans = [banOf('192.0.2.0/24')];

    await world.edge.reconcile(bans, contextOf(bans));
    expect(world.sources('tcp:22-22')).toEqual(['20.0.0.0/8']);

    const report = await world.edge.reconcile([], contextOf(bans));
    expect(world.contents()).toEqual(before);
    expect(report.removed).toEqual(['192.0.2.16/28']);
  });

  it('splits a wider rule around the ban: new rules first, then the old goes', async () => {
    const world = makeWorld([allow('192.0.2.0/29')]);
    const bans = [banOf('192.0.2.3/32')];
    const order: string[] = [];
    const port = world.port;
    const watched = {
      ...world.accounts,
      securityGroups: () => ({
        describe: port.describe,
        authorize: async (...request: Parameters<typeof port.authorize>) => {
          order.push(`authorize ${request[1].length}`);
          return port.authorize(...request);
        },
        revoke: async (...request: Parameters<typeof port.revoke>) => {
          order.push(`revoke ${request[1].length}`);
          return port.revoke(...request);
        },
      }),
    };

    await awsSecurityGroup.create(world.config, watched).reconcile(bans, contextOf(bans));

    expect(order).toEqual(['authorize 3', 'revoke 1']);
    expect(world.sources('tcp:22-22')).toEqual(['192.0.2.0/31', '192.0.2.2/32', '192.0.2.4/30']);
  });

  it('takes one ban out of 0.0.0.0/0 with 32 rules and shows the arithmetic for the second', async () => {
    const world = makeWorld(WORLD);
    const bans = [banOf('203.0.113.7/32', 2), banOf('150.1.1.1/32', 1)];

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(world.sources('tcp:22-22')).toHaveLength(32);
    expect(report.held).toEqual(['203.0.113.7/32']);
    expect(report.overflow).toEqual(['150.1.1.1/32']);
    expect(report.notices[0]).toBe(
      `${GROUP}: 150.1.1.1/32 does not fit: taking it out of 0.0.0.0/0 tcp 22 makes 61 rules of 32, with one more while ` +
        'they are exchanged, and the group holds 60; use aws-nacl or aws-waf for such bans',
    );
    expect(report.room[0]).toEqual({ family: 'ipv4', used: 32, capacity: 60 });
    expect((await world.edge.reconcile(bans, contextOf(bans))).writes).toBe(0);
  });

  it('says that tracked connections stay up', async () => {
    const world = makeWorld();
    const report = await world.edge.reconcile(world.bans, contextOf(world.bans));
    expect(report.notices).toContainEqual(expect.stringContaining('tracked connections of banned addresses stay up'));
  });

  it('exchanges a stronger ban for a weaker one and restores what the weaker one had closed', async () => {
    const world = makeWorld(WORLD);
    const first = [banOf('203.0.113.7/32', 1)];
    await world.edge.reconcile(first, contextOf(first));
    const both = [...first, banOf('20.0.0.1/32', 1)];
    expect((await world.edge.reconcile(both, contextOf(both))).writes).toBe(0);

    const stronger = [...first, banOf('20.0.0.1/32', 2)];
    const report = await world.edge.reconcile(stronger, contextOf(both));

    expect(report.held).toEqual(['20.0.0.1/32']);
    expect(report.removed).toEqual(['203.0.113.7/32']);
    expect(world.sources('tcp:22-22')).toHaveLength(32);
    await world.edge.reconcile([], contextOf(both));
    expect(world.sources('tcp:22-22')).toEqual(['0.0.0.0/0']);
  });

  it('leaves rules alone whose ports the ban does not close', async () => {
    const world = makeWorld([allow('0.0.0.0/0', { ports: { from: 443, to: 443 } }), allow('192.0.2.0/24')]);
    const bans = [banOf('192.0.2.0/24', 1, { protocol: 'tcp', ranges: [{ from: 22, to: 22 }] })];

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(report.held).toEqual(['192.0.2.0/24']);
    expect(world.sources('tcp:443-443')).toEqual(['0.0.0.0/0']);
    expect(world.sources('tcp:22-22')).toEqual([]);
  });

  it('holds a ban that no rule lets in without a write', async () => {
    const world = makeWorld([allow('192.0.2.0/24')]);
    const bans = [banOf('203.0.113.7/32')];

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(report).toMatchObject({ held: ['203.0.113.7/32'], added: [], writes: 0 });
  });

  it('never touches rules by group or prefix list and says so', async () => {
    const world = makeWorld();
    world.refer('pl-0123456789abcdef0');

    const report = await world.edge.reconcile(world.bans, contextOf(world.bans));
    await world.edge.reconcile([], contextOf(world.bans));

    expect(world.sources('tcp:22-22')).toContain('pl-0123456789abcdef0');
    expect(report.notices).toContainEqual(expect.stringContaining('1 rules that allow a group or a prefix list'));
  });

  it('remembers a rule before it takes it away', async () => {
    const world = makeWorld([allow('192.0.2.16/28', { description: 'office' })]);
    world.faults.plan(world.writes[1]!, 'crash-before');
    const bans = [banOf('192.0.2.0/24')];

    await expect(world.edge.reconcile(bans, contextOf(bans))).rejects.toThrow('crash');

    expect(await world.accounts.memory.load(GROUP)).toMatchObject([
      { kind: 'group-rule', group: GROUP, rule: { cidr: '192.0.2.16/28', description: 'office' }, pieces: [] },
    ]);
  });

  it('knows its pieces of before and after when it died between them', async () => {
    const world = makeWorld([allow('192.0.2.0/29')]);
    const before = world.contents();
    const one = [banOf('192.0.2.3/32')];
    const two = [...one, banOf('192.0.2.6/32')];
    await world.edge.reconcile(one, contextOf(two));
    world.faults.plan(world.writes[1]!, 'crash-before');
    await expect(world.edge.reconcile(two, contextOf(two))).rejects.toThrow('crash');

    await world.edge.reconcile([], contextOf(two));

    expect(world.contents()).toEqual(before);
  });

  it('lets a neighbour’s ban in that needs no rule more, in a group that is full', async () => {
    const world = makeWorld(WORLD);
    const one = [banOf('203.0.113.6/32'), banOf('150.1.1.1/32')];
    await world.edge.reconcile(one, contextOf(one));
    const bans = [...one, banOf('203.0.113.7/32'), banOf('150.1.1.0/32')];

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(report.held).toHaveLength(2);
    expect(report.overflow).toHaveLength(2);
    expect((await world.edge.reconcile(bans, contextOf(bans))).writes).toBe(0);
  });

  it('writes no rule when it cannot remember it', async () => {
    const world = makeWorld();
    const before = world.contents();
    const memory = {
      load: async (): Promise<readonly SavedRule[]> => [],
      save: async () => Promise.reject(new Error('the table is down')),
    };
    const edge = awsSecurityGroup.create(world.config, { ...world.accounts, memory });

    await expect(edge.reconcile(world.bans, contextOf(world.bans))).rejects.toThrow('the table is down');

    expect(world.contents()).toEqual(before);
  });

  it('forgets what it has given back', async () => {
    const world = makeWorld();
    await world.edge.reconcile(world.bans, contextOf(world.bans));
    await world.edge.reconcile([], contextOf(world.bans));
    expect(await world.accounts.memory.load(GROUP)).toEqual([]);
  });

  it('closes again what somebody opened by hand during the ban', async () => {
    const world = makeWorld([allow('192.0.2.16/28')]);
    const bans = [banOf('192.0.2.0/24')];
    await world.edge.reconcile(bans, contextOf(bans));
    world.allow(allow('192.0.2.16/28'));
    world.allow(allow('192.0.2.77/32', { description: 'late' }));

    await world.edge.reconcile(bans, contextOf(bans));
    expect(world.sources('tcp:22-22')).toEqual([]);

    await world.edge.reconcile([], contextOf(bans));
    expect(world.sources('tcp:22-22')).toEqual(['192.0.2.16/28', '192.0.2.77/32']);
  });

  it('keeps a person’s rule that is also a piece', async () => {
    const world = makeWorld([allow('192.0.2.0/30'), allow('192.0.2.0/31', { description: 'mine' })]);
    const before = world.contents();
    const bans = [banOf('192.0.2.2/32')];

    await world.edge.reconcile(bans, contextOf(bans));
    expect(world.sources('tcp:22-22')).toEqual(['192.0.2.0/31', '192.0.2.3/32']);
    await world.edge.reconcile([], contextOf(bans));

    expect(world.contents()).toEqual(before);
  });

  it('learns a lower quota from EC2’s refusal', async () => {
    const world = makeWorld(WORLD, 20);
    const bans = [banOf('203.0.113.7/32')];

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(report.overflow).toEqual(['203.0.113.7/32']);
    expect(report.notices.join()).toContain('raise the quota');
    expect(world.sources('tcp:22-22')).toEqual(['0.0.0.0/0']);
    expect((await world.edge.reconcile(bans, contextOf(bans))).writes).toBe(0);
  });

  it('fails when a group is gone instead of calling everything banned', async () => {
    const world = makeWorld();
    const config = { ...world.config, options: { securitygroup: 'sg-0000000000000009f' } };

    await expect(
      awsSecurityGroup.create(config, world.accounts).reconcile(world.bans, contextOf(world.bans)),
    ).rejects.toMatchObject({ failure: 'not-found' });
  });
});
