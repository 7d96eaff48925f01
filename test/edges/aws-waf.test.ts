import { awsWaf } from '../../lib/edges/aws-waf';
import { edgeContract } from './support/edge-contract';
import { banOf, contextOf } from './support/world';
import { arnOf, wafWorlds } from './worlds/waf';

const address = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}/32`;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => banOf(address(from + n)));

describe.each(wafWorlds)('aws-waf over %s', (account, makeWorld) => {
  edgeContract(account, () => makeWorld());

  it('adds one ban to 100,000 standing ones with one UpdateIPSet', async () => {
    const world = makeWorld(11);
    const bans = range(0, 100_000);
    expect((await world.edge.reconcile(bans, contextOf(bans))).writes).toBeLessThanOrEqual(10);
    expect(world.contents()).toHaveLength(100_000);

    const more = [...bans, banOf('192.0.2.1/32')];
    const report = await world.edge.reconcile(more, contextOf(more));

    expect(report.writes).toBe(1);
    expect(report.added).toEqual(['192.0.2.1/32']);
    expect(world.contents()).toHaveLength(100_001);
  });

  it('reads a set anew only when its lock token changed: a look over fifty sets is one request', async () => {
    const world = makeWorld(25);
    const bans = range(0, 3);
    const gets = async (act: () => Promise<unknown>) => {
      const before = world.faults.calls(world.reads);
      await act();
      return world.faults.calls(world.reads) - before;
    };
    const look = () => world.edge.reconcile(bans, contextOf(bans));
    expect(await gets(look)).toBe(50);
    // The one that was written has a new token.
    expect([await gets(look), await gets(look)]).toEqual([1, 0]);
    world.meddle();
    expect(await gets(look)).toBe(1);
    expect(world.addresses(world.arns[0] ?? '')).toContain('192.0.2.200/32');
  });

  it('never moves an address between sets', async () => {
    const world = makeWorld(3);
    const bans = range(0, 15_000);
    await world.edge.reconcile(bans, contextOf(bans));
    const before = new Set(world.contents());
    const changed = [...bans.slice(6_000), ...range(20_000, 30_000)];

    await world.edge.reconcile(changed, contextOf([...bans, ...changed]));

    const stayed = new Set(bans.slice(6_000).map((ban) => ban.cidr));
    const placed = world.contents().filter((line) => stayed.has(line.split(' ')[1]!));
    expect(placed.every((line) => before.has(line))).toBe(true);
    expect(placed).toHaveLength(9_000);
  });

  it('keeps the strongest when all sets are full and names the rest', async () => {
    const world = makeWorld(1);
    const weak = range(0, 10_000);
    await world.edge.reconcile(weak, contextOf(weak));
    const wanted = [...weak, banOf('192.0.2.1/32', 1), banOf('192.0.2.2/32', 9)];

    const report = await world.edge.reconcile(wanted, contextOf(wanted));

    expect(report.added).toEqual(['192.0.2.2/32']);
    expect(report.removed).toHaveLength(1);
    expect(report.overflow).toEqual(expect.arrayContaining(['192.0.2.1/32', ...report.removed]));
    expect(report.overflow).toHaveLength(2);
    expect(report.room[0]).toEqual({ family: 'ipv4', used: 10_000, capacity: 10_000 });
  });

  it('keeps foreign addresses of a shared set through conflicts, with a fresh list and a fresh token', async () => {
    const world = makeWorld(1);
    const [first] = world.arns as [string];
    const port = world.accounts.ipSets('eu-central-1');
    let races = 4;
    const racing = {
      ...world.accounts,
      ipSets: () => ({
        list: port.list,
        get: port.get,
        update: async (...request: Parameters<typeof port.update>) => {
          if (races-- > 0) world.overwrite(first, [...world.addresses(first), `192.0.2.${100 + races}/32`]);
          return port.update(...request);
        },
      }),
    };
    const bans = [banOf('203.0.113.9/32')];

    const report = await awsWaf.create(world.config, racing).reconcile(bans, contextOf(bans));

    expect(report.held).toEqual(['203.0.113.9/32']);
    expect(report.writes).toBe(5);
    const all = world.arns.flatMap(world.addresses);
    expect(all).toEqual(
      expect.arrayContaining([
        '192.0.2.100/32',
        '192.0.2.101/32',
        '192.0.2.102/32',
        '192.0.2.103/32',
        '203.0.113.9/32',
      ]),
    );
    expect(all).toHaveLength(5);
  });

  it('gives up after five tries against a set that never stands still', async () => {
    const world = makeWorld();
    const port = world.accounts.ipSets('eu-central-1');
    let tries = 0;
    const update = async () => {
      tries++;
      return { kind: 'conflict' } as const;
    };
    const racing = { ...world.accounts, ipSets: () => ({ list: port.list, get: port.get, update }) };

    await expect(
      awsWaf.create(world.config, racing).reconcile(world.bans, contextOf(world.bans)),
    ).rejects.toMatchObject({ failure: 'contended' });

    expect(tries).toBe(5);
  });

  it('sends canonical sorted lists', async () => {
    const world = makeWorld();
    const bans = [banOf('2001:db8::/64'), banOf('2001:db8:0:1::/64'), banOf('2001:db8:0:0:1::/80')];

    await world.edge.reconcile(bans, contextOf(bans));

    expect((await world.edge.reconcile(bans, contextOf(bans))).writes).toBe(0);
  });

  it('keeps all WAF edges of a Region under half an update a second together', async () => {
    const world = makeWorld(5);
    const other = awsWaf.create({ ...world.config, name: 'aws-waf:other' }, world.accounts);
    const start = world.pace.now();
    const bans = range(0, 50_000);

    const first = await world.edge.reconcile(bans, contextOf(bans));
    const second = await other.reconcile([], contextOf(bans));

    const writes = first.writes + second.writes;
    expect(writes).toBe(10);
    expect(writes / (world.pace.now() - start + 2)).toBeLessThanOrEqual(0.5);
  });

  it('tells when no set of a family is there', async () => {
    const world = makeWorld();
    const config = { ...world.config, options: { ipsets: world.arns[0]! } };
    const bans = [banOf('2001:db8::/64')];

    const report = await awsWaf.create(config, world.accounts).reconcile(bans, contextOf(bans));

    expect(report.overflow).toEqual(['2001:db8::/64']);
    expect(report.notices).toEqual(['there is no ipv6 IP set to hold the ipv6 bans']);
  });

  it('fails when a set is gone', async () => {
    const world = makeWorld();
    const config = { ...world.config, options: { ipsets: arnOf(99) } };

    await expect(awsWaf.create(config, world.accounts).reconcile([], contextOf([]))).rejects.toMatchObject({
      failure: 'not-found',
    });
  });
});

describe('aws-waf options', () => {
  const config = (options: Record<string, string>) => ({ name: 'aws-waf', kind: 'aws-waf' as const, options });

  it('accepts sets that are made at deploy', () => {
    expect(awsWaf.problems(config({}))).toEqual([]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a CDK token looks like this
    expect(awsWaf.problems(config({ ipsets: '${Token[Arn.12]}' }))).toEqual([]);
  });

  it('names every mistake at once', () => {
    const bad = config({ scope: 'GLOBAL', sets: '26', ipsets: 'arn:aws:s3:::x' });
    expect(awsWaf.problems(bad)).toEqual([
      'scope: "GLOBAL" is not a WAF scope',
      'sets: 1 to 25 a family',
      'ipsets: "arn:aws:s3:::x" is not the ARN of an IP set',
    ]);
    expect(awsWaf.problems(config({ scope: 'CLOUDFRONT', ipsets: arnOf(1) }))).toEqual([
      'ipsets: bans-1 is REGIONAL, the scope is CLOUDFRONT',
    ]);
  });

  it('cannot open without a set', () => {
    const [, makeWorld] = wafWorlds[1]!;
    expect(() => awsWaf.create(config({}), makeWorld().accounts)).toThrow('ipsets: no id given');
  });

  it('asks for rights on its own sets only', () => {
    const place = { partition: 'aws', region: 'eu-central-1', account: '123456789012' };
    expect(awsWaf.permissions(config({ ipsets: `${arnOf(1)}, ${arnOf(2)}` }), place)).toEqual([
      { actions: ['wafv2:GetIPSet', 'wafv2:UpdateIPSet'], resources: [arnOf(1), arnOf(2)] },
      { actions: ['wafv2:ListIPSets'], resources: ['*'], why: expect.stringContaining('no resource level') },
    ]);
  });
});
