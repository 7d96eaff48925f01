import { type Cidr, contains, parseCidr } from '../../lib/core/address';
import type { Ports } from '../../lib/core/ruleset';
import { awsNacl } from '../../lib/edges/aws-nacl';
import { edgeContract } from './support/edge-contract';
import { banOf, contextOf } from './support/world';
import { ACL, naclWorlds, SECOND } from './worlds/nacl';

const HTTP: Ports = {
  protocol: 'tcp',
  ranges: [
    { from: 80, to: 80 },
    { from: 443, to: 443 },
  ],
};
const SSH: Ports = { protocol: 'tcp', ranges: [{ from: 22, to: 22 }] };
/** One address in each of many /24s, so that nothing rolls up. */
const scattered = (count: number, ports: Ports = 'all', strength = 1, from = 0) =>
  Array.from({ length: count }, (_, n) => banOf(`20.0.${from + n}.1/32`, strength, ports));
const ours = (lines: readonly string[]) => lines.filter((line) => Number.parseInt(line, 10) <= 90);

describe.each(naclWorlds)('aws-nacl over %s', (account, makeWorld) => {
  edgeContract(account, () => makeWorld());

  it('denies before the first allow: all ports with one entry, else one entry a port range and protocol', async () => {
    const world = makeWorld();
    const both: Ports = { protocol: 'all', ranges: [{ from: 5060, to: 5061 }] };
    const bans = [banOf('192.0.2.1/32', 3), banOf('192.0.2.2/32', 2, HTTP), banOf('2001:db8::/64', 1, both)];

    await world.edge.reconcile(bans, contextOf(bans));

    expect(world.lines()).toEqual([
      '1 deny 192.0.2.1/32 -1',
      '2 deny 192.0.2.2/32 6:80-80',
      '3 deny 192.0.2.2/32 6:443-443',
      '4 deny 2001:db8::/64 6:5060-5061',
      '5 deny 2001:db8::/64 17:5060-5061',
      '100 allow 0.0.0.0/0 -1',
      '101 allow ::/0 -1',
      '32767 deny 0.0.0.0/0 -1',
      '32768 deny ::/0 -1',
    ]);
  });

  it('gives new bans one all-port entry when under a quarter of the room is free', async () => {
    const world = makeWorld();
    const seven = scattered(7, HTTP);
    await world.edge.reconcile(seven, contextOf(seven));
    expect(ours(world.lines())).toHaveLength(14);

    const eight = [...seven, banOf('192.0.2.1/32', 9, HTTP)];
    const report = await world.edge.reconcile(eight, contextOf(eight));

    expect(report.writes).toBe(1);
    expect(ours(world.lines())).toContain('15 deny 192.0.2.1/32 -1');
  });

  it('holds 18 web bans at once, each closing all ports when there is no room for two entries', async () => {
    const world = makeWorld();
    const bans = scattered(20, HTTP);

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(report.held).toHaveLength(18);
    expect(report.overflow).toHaveLength(2);
    expect(report.room[0]).toEqual({ family: 'ipv4', used: 18, capacity: 18 });
    expect((await world.edge.reconcile(bans, contextOf(bans))).writes).toBe(0);
  });

  it('goes back to the jail’s ports once half the room stays free', async () => {
    const world = makeWorld();
    const bans = scattered(18, HTTP);
    await world.edge.reconcile(bans, contextOf(bans));

    await world.edge.reconcile(bans.slice(0, 2), contextOf(bans));

    expect(ours(world.lines()).map((line) => line.split(' ')[3])).toEqual([
      '6:80-80',
      '6:443-443',
      '6:80-80',
      '6:443-443',
    ]);
  });

  it('goes back for one ban only when a second would leave less than half the room', async () => {
    const world = makeWorld();
    const bans = scattered(18, HTTP);
    await world.edge.reconcile(bans, contextOf(bans));

    await world.edge.reconcile(bans.slice(0, 8), contextOf(bans));

    expect(ours(world.lines())).toHaveLength(9);
  });

  it('counts IPv4 and IPv6 apart', async () => {
    const world = makeWorld();
    const bans = [...scattered(18), ...Array.from({ length: 18 }, (_, n) => banOf(`2001:db8:${n + 1}::/64`))];

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(report.overflow).toEqual([]);
    expect(ours(world.lines())).toHaveLength(36);
  });

  it('takes a full ACL’s place from the weakest for a stronger ban only', async () => {
    const world = makeWorld();
    const bans = scattered(18, SSH, 5);
    await world.edge.reconcile(bans, contextOf(bans));
    const settled = world.lines();
    const weak = [...bans, banOf('192.0.1.1/32', 5), banOf('192.0.2.1/32', 4)];

    const unmoved = await world.edge.reconcile(weak, contextOf(weak));
    expect(unmoved.writes).toBe(0);
    expect(world.lines()).toEqual(settled);
    expect([...unmoved.overflow].sort()).toEqual(['192.0.1.1/32', '192.0.2.1/32']);

    const strong = [...weak, banOf('192.0.3.1/32', 6, SSH)];
    const moved = await world.edge.reconcile(strong, contextOf(strong));
    expect(moved.added).toEqual(['192.0.3.1/32']);
    expect(moved.removed).toHaveLength(1);
    expect(moved.writes).toBe(2);
  });

  it('rolls several bans of a /24 or a /56 up only when they would not fit', async () => {
    const world = makeWorld();
    const near = [1, 2, 3].map((n) => banOf(`203.0.113.${n}/32`, 1, SSH));
    const near6 = [1, 2, 3].map((n) => banOf(`2001:db8:0:${n}::/64`, 1, SSH));
    const fitting = [...near, ...scattered(15, SSH)];
    await world.edge.reconcile(fitting, contextOf(fitting));
    expect(world.lines().join()).not.toContain('203.0.113.0/24');

    const full = [...near, ...scattered(17, SSH), ...near6];
    const report = await world.edge.reconcile(full, contextOf([...full, ...fitting]));

    expect(report.overflow).toEqual([]);
    expect(report.held).toEqual(expect.arrayContaining(near.map((ban) => ban.cidr)));
    expect(ours(world.lines()).filter((line) => line.includes('203.0.113.'))).toEqual([
      expect.stringContaining('deny 203.0.113.0/24 6:22-22'),
    ]);
    expect(world.lines().join()).not.toContain('::/56');
    expect((await world.edge.reconcile(full, contextOf(full))).writes).toBe(0);
  });

  it('takes a roll-up off again although nobody ever asked for that prefix', async () => {
    const world = makeWorld();
    const before = world.lines();
    const bans = [...[1, 2, 3].map((n) => banOf(`203.0.113.${n}/32`)), ...scattered(17)];
    await world.edge.reconcile(bans, contextOf(bans));
    expect(world.lines().join()).toContain('203.0.113.0/24');

    await world.edge.reconcile([], contextOf(bans));

    expect(world.lines()).toEqual(before);
  });

  it('never rolls up over a protected address', async () => {
    const world = makeWorld();
    const own = parseCidr('203.0.113.200')!;
    const accounts = { ...world.accounts, mayCover: (cidr: Cidr) => !contains(cidr, own) };
    const edge = awsNacl.create({ name: 'aws-nacl', kind: 'aws-nacl', options: { networkacl: ACL } }, accounts);
    const bans = [...[1, 2, 3].map((n) => banOf(`203.0.113.${n}/32`)), ...scattered(17)];

    const report = await edge.reconcile(bans, contextOf(bans));

    expect(report.overflow).toHaveLength(2);
    expect(world.lines().join()).not.toContain('203.0.113.0/24');
  });

  it('leaves numbers that others use and counts their entries', async () => {
    const world = makeWorld();
    const theirs = { action: 'deny', family: 'ipv4', protocol: '-1', ports: null } as const;
    world.put({ number: 1, cidr: '192.0.2.100/32', ...theirs });
    world.put({ number: 3, cidr: '192.0.2.101/32', ...theirs });
    const bans = scattered(18);

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(report.held).toHaveLength(16);
    expect(report.room[0]).toEqual({ family: 'ipv4', used: 16, capacity: 16 });
    expect(report.notices).toEqual([]);
    expect(world.lines()).toContain('1 deny 192.0.2.100/32 -1');
    expect(world.lines()).toContain('3 deny 192.0.2.101/32 -1');
    await world.edge.reconcile([], contextOf(bans));
    expect(ours(world.lines())).toEqual(['1 deny 192.0.2.100/32 -1', '3 deny 192.0.2.101/32 -1']);
  });

  it('takes the next free number when somebody was faster', async () => {
    const world = makeWorld();
    const port = { ...world.port, describe: world.port.describe, delete: world.port.delete };
    let raced = false;
    const create: typeof world.port.create = async (acl, entry) => {
      if (!raced) {
        raced = true;
        world.put({ ...entry, cidr: '192.0.2.77/32' });
      }
      return world.port.create(acl, entry);
    };
    const accounts = { ...world.accounts, networkAcls: () => ({ ...port, create }) };
    const edge = awsNacl.create({ name: 'aws-nacl', kind: 'aws-nacl', options: { networkacl: ACL } }, accounts);

    const bans = [banOf('203.0.113.9/32')];
    const report = await edge.reconcile(bans, contextOf(bans));

    expect(report.held).toEqual(['203.0.113.9/32']);
    expect(ours(world.lines())).toEqual(['1 deny 192.0.2.77/32 -1', '2 deny 203.0.113.9/32 -1']);
  });

  it('says shadowed when an allow stands before our denies, and does not call the ban held', async () => {
    const world = makeWorld();
    world.put({
      number: 2,
      action: 'allow',
      family: 'ipv4',
      cidr: '192.0.2.0/24',
      protocol: '6',
      ports: { from: 22, to: 22 },
    });
    const bans = [banOf('203.0.113.1/32', 3, SSH), banOf('192.0.2.1/32', 2, SSH), banOf('192.0.2.2/32', 1, HTTP)];

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(report.notices).toEqual([`${ACL}: shadowed: rule 2 allows tcp 22 from 192.0.2.0/24 before 1 of our denies`]);
    expect(report.held).toEqual(['203.0.113.1/32', '192.0.2.2/32']);
    expect(report.overflow).toEqual(['192.0.2.1/32']);
  });

  it('learns a lower quota from EC2’s refusal and keeps the strongest', async () => {
    const world = makeWorld({ quota: 12 });
    const bans = [...scattered(12, SSH, 1), ...scattered(2, SSH, 5, 100)];

    const report = await world.edge.reconcile(bans, contextOf(bans));

    expect(report.held).toHaveLength(10);
    expect(report.held).toEqual(expect.arrayContaining(['20.0.100.1/32', '20.0.101.1/32']));
    expect(report.notices.join()).toContain('raise the quota');
    expect((await world.edge.reconcile(bans, contextOf(bans))).writes).toBe(0);
  });

  it('holds every ban on each of several ACLs', async () => {
    const world = makeWorld({ acls: [ACL, SECOND] });

    const report = await world.edge.reconcile(world.bans, contextOf(world.bans));

    expect(report.held).toHaveLength(3);
    expect(world.lines(SECOND)).toEqual(world.lines(ACL));
  });

  it('lets no failure of one ACL keep the others from their bans', async () => {
    const world = makeWorld({ acls: [ACL, SECOND] });
    world.faults.plan(world.writes[0]!, 'denied', 1);

    await expect(world.edge.reconcile(world.bans, contextOf(world.bans))).rejects.toMatchObject({ failure: 'denied' });

    expect(ours(world.lines(ACL))).toEqual([]);
    expect(ours(world.lines(SECOND))).toHaveLength(4);
  });

  it('closes only the jail’s ports with selective = yes and all of them with no', async () => {
    const yes = makeWorld({ options: { selective: 'yes' } });
    const no = makeWorld({ options: { selective: 'no' } });
    const bans = scattered(10, HTTP);

    expect((await yes.edge.reconcile(bans, contextOf(bans))).held).toHaveLength(9);
    await no.edge.reconcile(bans, contextOf(bans));

    expect(yes.lines().join()).not.toContain('.1/32 -1');
    expect(ours(no.lines()).every((line) => line.endsWith(' -1'))).toBe(true);
  });
});
