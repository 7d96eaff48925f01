import type { EdgeContext, WantedBan } from '../../lib/core/edge';
import { awsSecurityGroup } from '../../lib/edges/aws-security-group';
import type { SecurityGroups } from '../../lib/edges/ports';
import { banOf, contextOf } from './support/world';
import { allow, GROUP, groupWorlds } from './worlds/group';

const HOUR = 3600;
const first = banOf('203.0.113.7/32', 1);
const second = banOf('150.1.1.1/32', 1);
const at = (bans: readonly WantedBan[], now: number): EdgeContext => ({ ...contextOf(bans), now });

describe.each(groupWorlds)('a quota of rules that EC2 enforces, over %s', (_account, makeWorld) => {
  /** A ban takes 32 rules of the 0.0.0.0/0; people hold four more, and EC2 takes 37 where we think it takes 100. */
  const tooHopeful = async () => {
    const world = makeWorld([allow('0.0.0.0/0')], 37);
    for (let n = 1; n <= 4; n++) world.allow(allow(`20.0.0.${n}/32`, { ports: { from: 443, to: 443 } }));
    const config = { ...world.config, options: { ...world.config.options, capacity: '100' } };
    const edge = awsSecurityGroup.create(config, world.accounts);
    const look = (now = 0) => edge.reconcile([first, second], at([first, second], now));
    await edge.reconcile([first], at([first], 0));
    return { world, edge, look };
  };

  it('a refusal evicts nothing, is told, and is not asked for again in the minutes after', async () => {
    const { world, look } = await tooHopeful();
    const settled = world.contents();

    const report = await look();

    expect([report.held, report.overflow, report.removed]).toEqual([[first.cidr], [second.cidr], []]);
    expect(report.notices).toContain(
      `${GROUP}: EC2 refused to hold more than 37 ipv4 rules; raise the quota or set capacity lower`,
    );
    expect(world.contents()).toEqual(settled);
    for (let minute = 1; minute < 50; minute++) expect((await look(minute * 60)).writes).toBe(0);
  });

  it.each([
    ['an hour later, for the quota may have been raised', HOUR, false],
    ['when people changed their rules, which may count for more than one', 60, true],
  ])('it is forgotten %s', async (_when, now, changed) => {
    const { world, look } = await tooHopeful();
    const port = world.port as { authorize: SecurityGroups['authorize'] };
    const authorize = port.authorize.bind(port);
    await look();
    if (changed) world.allow(allow('20.0.0.5/32', { ports: { from: 443, to: 443 } }));
    const asked: number[] = [];
    port.authorize = async (group, rules) => {
      asked.push(rules.length);
      return authorize(group, rules);
    };

    const report = await look(now);

    expect(asked.length).toBe(1);
    expect(report.held).toEqual([first.cidr]);
  });

  it('a group that people filled to the last place keeps what stands, though nothing can be exchanged', async () => {
    const { world, edge } = await tooHopeful();
    world.allow(allow('192.0.2.0/31', { ports: { from: 443, to: 443 } }));
    const settled = world.contents();
    const https = { protocol: 'tcp', ranges: [{ from: 443, to: 443 }] } as const;
    const bans = [first, banOf('192.0.2.1/32', 1, https)];

    const report = await edge.reconcile(bans, at(bans, 0));

    expect([report.held, report.overflow, report.writes]).toEqual([[first.cidr], ['192.0.2.1/32'], 1]);
    expect(world.contents()).toEqual(settled);
    expect((await edge.reconcile(bans, at(bans, 60))).writes).toBe(0);
  });

  it('a lifted ban gives its place to the other at once, and every rule comes back in the end', async () => {
    const { world, edge, look } = await tooHopeful();
    await look();

    await edge.reconcile([], at([first, second], 60));
    const report = await edge.reconcile([second], at([first, second], 120));

    expect([report.held, report.overflow]).toEqual([[second.cidr], []]);
    await edge.reconcile([], at([first, second], 180));
    expect(world.sources('tcp:22-22')).toEqual(['0.0.0.0/0']);
  });
});
