import type { EdgeContext, WantedBan } from '../../lib/core/edge';
import type { Ports } from '../../lib/core/ruleset';
import type { AclEntry, NetworkAcls } from '../../lib/edges/ports';
import { banOf, contextOf } from './support/world';
import { ACL, type NaclWorld, naclWorlds } from './worlds/nacl';

const SSH: Ports = { protocol: 'tcp', ranges: [{ from: 22, to: 22 }] };
const HOUR = 3600;
const scattered = (count: number) => Array.from({ length: count }, (_, n) => banOf(`20.0.${n}.1/32`, 1, SSH));

/** A person's own rule, behind our denies. */
const rule = (number: number): AclEntry => ({
  ...{ number, action: 'allow', family: 'ipv4', protocol: '6', ports: { from: 443, to: 443 } },
  cidr: `172.16.${number - 200}.0/24`,
});

/** Before the next entry is created, something happens. */
function beforeNextCreate(world: NaclWorld, happens: () => void): void {
  const port = world.port as { create: NetworkAcls['create'] };
  const create = port.create.bind(port);
  port.create = async (...request) => {
    port.create = create;
    happens();
    return create(...request);
  };
}

const at = (bans: readonly WantedBan[], now: number): EdgeContext => ({ ...contextOf(bans), now });

describe.each(naclWorlds)('a quota that EC2 enforces, over %s', (_account, makeWorld) => {
  /** Thirteen bans stand beside five rules of people's: one place of twenty is free. */
  const nearlyFull = async () => {
    const world = makeWorld();
    for (let number = 201; number <= 204; number++) world.put(rule(number));
    const look = async (count: number, now = 0) => world.edge.reconcile(scattered(count), at(scattered(20), now));
    expect((await look(13)).held).toHaveLength(13);
    return { world, look };
  };

  it('a person takes the last place as we ask for it: what stands stays, and his place is ours once it is free', async () => {
    const { world, look } = await nearlyFull();
    beforeNextCreate(world, () => world.put(rule(210)));

    const full = await look(14);
    expect([full.held.length, full.removed, full.notices]).toEqual([13, [], []]);

    world.drop(210);
    expect((await look(14)).held).toHaveLength(14);
  });

  it('a place that was taken for a moment only is tried again after an hour, not every minute', async () => {
    const { world, look } = await nearlyFull();
    const port = world.port as { create: NetworkAcls['create'] };
    const create = port.create.bind(port);
    port.create = async () => {
      port.create = create;
      return 'limit-exceeded';
    };

    expect((await look(14)).held).toHaveLength(13);
    for (let minute = 1; minute < 50; minute++) expect((await look(14, minute * 60)).writes).toBe(0);
    expect((await look(14, HOUR)).held).toHaveLength(14);
  });

  /** 20 for EC2, 39 for us: `*`, five rules of people's, and 14 places. */
  const tooHopeful = () => {
    const world = makeWorld({ quota: 20, options: { capacity: '38' } });
    for (let number = 201; number <= 204; number++) world.put(rule(number));
    return world;
  };

  it('a quota lower than configured: every place is used, and what it means is told', async () => {
    const world = tooHopeful();
    const bans = scattered(20);

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(report.held).toHaveLength(14);
    expect(report.room[0]).toEqual({ family: 'ipv4', used: 14, capacity: 14 });
    expect(report.notices).toEqual([
      `${ACL}: EC2 takes no more than 19 ipv4 entries beside \`*\`, others' among them; raise the quota or set capacity = 18`,
    ]);
    expect((await world.edge.reconcile(bans, contextOf(bans))).writes).toBe(0);
  });

  it('a second instance learns it with one refused write and moves nothing', async () => {
    const world = tooHopeful();
    const bans = scattered(20);
    await world.edge.reconcile(bans, contextOf(bans));
    const settled = world.lines();

    const report = await world.withOptions({ capacity: '38' }).reconcile(bans, contextOf(bans));

    expect([report.writes, report.held.length]).toEqual([1, 14]);
    expect(world.lines()).toEqual(settled);
  });

  it('a raised quota is used within the hour', async () => {
    const world = tooHopeful();
    const bans = scattered(20);
    const port = world.port as { create: NetworkAcls['create'] };
    const create = port.create.bind(port);
    port.create = async () => 'limit-exceeded';
    expect((await world.edge.reconcile(bans, at(bans, 0))).held).toEqual([]);
    port.create = create;

    const report = await world.edge.reconcile(bans.slice(0, 14), at(bans, HOUR));

    expect([report.held.length, report.notices]).toEqual([14, []]);
  });

  it('an answer of EC2 that lacks what stands evicts nothing', async () => {
    const { world, look } = await nearlyFull();
    beforeNextCreate(world, () => {
      world.put(rule(210));
      const port = world.port as { describe: NetworkAcls['describe'] };
      const describe = port.describe.bind(port);
      port.describe = async (acls) => {
        port.describe = describe;
        const read = await describe(acls);
        return new Map([...read].map(([acl, entries]) => [acl, entries.filter(({ number }) => number > 4)]));
      };
    });

    await look(14);
    expect(world.lines().filter((line) => line.includes(' 20.0.'))).toHaveLength(13);

    const next = await look(14);
    expect([next.held.length, next.writes]).toEqual([13, 0]);
  });

  it('IPv6 has its own quota', async () => {
    const { world, look } = await nearlyFull();
    beforeNextCreate(world, () => world.put(rule(210)));
    await look(14);
    const six = Array.from({ length: 18 }, (_, n) => banOf(`2001:db8:${n + 1}::/64`, 1, SSH));
    const bans = [...scattered(14), ...six];

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(report.held).toHaveLength(13 + 18);
  });
});
