import type { WantedBan } from '../../lib/core/edge';
import { banOf, contextOf } from './support/world';
import { type NaclWorld, naclWorlds } from './worlds/nacl';

const four = (count: number) => Array.from({ length: count }, (_, n) => banOf(`20.0.${n}.1/32`));
const six = (count: number) => Array.from({ length: count }, (_, n) => banOf(`2001:db8:${n + 1}::/64`));
const web = { protocol: 'tcp', ranges: [80, 443, 8080].map((port) => ({ from: port, to: port })) } as const;

/** A person's rule in a number that is ours by the options. */
const put = (world: NaclWorld, number: number) =>
  world.put({ number, action: 'deny', family: 'ipv4', cidr: `172.16.${number}.0/24`, protocol: '-1', ports: null });

const standing = (world: NaclWorld, bans: readonly WantedBan[]) =>
  bans.map(({ cidr }) => cidr).filter((cidr) => world.lines().some((line) => line.includes(` deny ${cidr} `)));

describe.each(naclWorlds)('aws-nacl in mode ban-only, over %s', (_account, makeWorld) => {
  const start = async (bans: readonly WantedBan[], options: Readonly<Record<string, string>> = {}) => {
    const world = makeWorld({ options: { rules: '1-10', ...options } });
    const look = (wanted: readonly WantedBan[]) => world.edge.reconcile(wanted, contextOf(wanted, 'ban-only'));
    expect((await look(bans)).overflow).toEqual([]);
    return { world, look };
  };

  it('a person takes the last numbers: what stands is what is told, the rest is overflow', async () => {
    const { world, look } = await start([...four(5), ...six(3)]);
    for (const number of [9, 10]) put(world, number);
    const bans = [...four(5), ...six(4)];

    const report = await look(bans);

    expect([...report.held].sort()).toEqual(standing(world, bans).sort());
    expect(report.overflow).toEqual(['2001:db8:4::/64']);
    expect(report.room).toEqual([
      { family: 'ipv4', used: 5, capacity: 5 },
      { family: 'ipv6', used: 3, capacity: 3 },
    ]);
    expect(report.writes).toBe(0);
  });

  it('a ban of several ports for which there are too few numbers gets no entry at all', async () => {
    const { world, look } = await start([...four(5), ...six(1)], { selective: 'yes' });
    for (const number of [7, 8]) put(world, number);
    const before = world.lines();

    const report = await look([...four(5), ...six(1), banOf('2001:db8:9::/64', 9, web)]);

    expect(report.overflow).toEqual(['2001:db8:9::/64']);
    expect(world.lines()).toEqual(before);
  });

  it('a free number goes to whichever family asks for it', async () => {
    const { world, look } = await start([...four(5), ...six(3)]);
    put(world, 9);
    const bans = [...four(5), ...six(4)];

    expect((await look(bans)).overflow).toEqual([]);
    expect(standing(world, bans)).toHaveLength(9);
  });
});
