import type { EdgeConfig } from '../../lib/core/ruleset';
import { wafIpSets } from '../../lib/edges/aws/waf-ip-sets';
import type { EdgeAccounts } from '../../lib/edges/definition';
import { createEdge } from '../../lib/edges/index';
import type { Buckets } from '../../lib/edges/ports';
import { createBuckets } from '../../lib/edges/run/bucket';
import { dynamoBuckets } from '../../lib/stores/dynamodb/buckets';
import { fakeCloud } from '../fakes/aws/cloud';
import { fakeWaf } from '../fakes/aws/wafv2';
import { type LocalTable, newTable, startTable } from '../support/dynalite';
import { banOf, contextOf } from './support/world';

let server: LocalTable;
beforeAll(async () => {
  server = await startTable();
});
afterAll(() => server.stop());

const unused = (): never => {
  throw new Error('a WAF edge uses IP sets only');
};
const arnOf = (region: string, scope: string, n: number) =>
  `arn:aws:wafv2:${region}:123456789012:${scope}/ipset/bans-${n}/00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** An account's WAF, and functions that each know their own process and the shared table. */
function account(sharedBuckets: () => Buckets) {
  const cloud = fakeCloud();
  const regions = new Map(['eu-central-1', 'us-east-1'].map((region) => [region, fakeWaf(cloud, region)]));
  const sent: { region: string; at: number }[] = [];
  const waf = (region: string) => regions.get(region) ?? unused();
  const startFunction = (): EdgeAccounts => ({
    ipSets: (region) => {
      const port = wafIpSets(waf(region).client);
      return {
        ...port,
        update: (...args) => {
          sent.push({ region, at: cloud.pace.now() });
          return port.update(...args);
        },
      };
    },
    ...{ networkAcls: unused, securityGroups: unused, prefixLists: unused, memory: { load: unused, save: unused } },
    ...{ pace: { ...cloud.pace, patience: 60 }, buckets: createBuckets(), sharedBuckets: sharedBuckets() },
    mayCover: () => true,
  });
  let sets = 0;
  /** A WAF edge of a function of its own, with a set of its own. */
  const edge = (region: string, scope: 'regional' | 'global') => {
    const arn = arnOf(region, scope, ++sets);
    waf(region).create(arn, 'IPV4');
    const options = { ipsets: arn, scope: scope === 'global' ? 'CLOUDFRONT' : 'REGIONAL' };
    const config: EdgeConfig = { name: `aws-waf:${sets}`, kind: 'aws-waf', options };
    return () => createEdge(config, startFunction());
  };
  return { cloud, sent, edge };
}

const look = async (open: ReturnType<ReturnType<typeof account>['edge']>, bans: number) => {
  const wanted = Array.from({ length: bans }, (_, n) => banOf(`192.0.2.${n + 1}/32`));
  return open().reconcile(wanted, contextOf(wanted));
};
const gaps = (sent: readonly { at: number }[]) => sent.slice(1).map(({ at }, n) => at - (sent[n]?.at ?? 0));

describe('UpdateIPSet, one request in two seconds of an account and Region, whoever sends it', () => {
  const overTheTable = async () => {
    const table = await newTable(server);
    return account(() => dynamoBuckets(table));
  };

  it('of one edge, written to by function after function', async () => {
    const { sent, edge } = await overTheTable();
    const waf = edge('eu-central-1', 'regional');
    for (let bans = 1; bans <= 5; bans++) await look(waf, bans);
    expect(sent).toHaveLength(5);
    for (const gap of gaps(sent)) expect(gap).toBeGreaterThanOrEqual(2);
  });

  it('of several edges, CLOUDFRONT and REGIONAL, as far as they share an API Region', async () => {
    const { sent, edge } = await overTheTable();
    const inVirginia = [edge('us-east-1', 'global'), edge('us-east-1', 'regional'), edge('us-east-1', 'regional')];
    for (const bans of [1, 2]) for (const waf of inVirginia) await look(waf, bans);
    expect(sent).toHaveLength(6);
    for (const gap of gaps(sent)) expect(gap).toBeGreaterThanOrEqual(2);
  });

  it('while those of another Region wait for nobody', async () => {
    const { sent, edge } = await overTheTable();
    await look(edge('us-east-1', 'global'), 1);
    await look(edge('eu-central-1', 'regional'), 1);
    const [first, second] = sent;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeLessThan(1);
  });

  it('an idle look takes no turn, and writes nothing to the table', async () => {
    const taken: string[] = [];
    const counted: Buckets = (name, rate) => {
      const bucket = createBuckets()(name, rate);
      return {
        reserve: (...args) => {
          taken.push(name);
          return bucket.reserve(...args);
        },
      };
    };
    const { edge } = account(() => counted);
    const waf = edge('eu-central-1', 'regional');
    await look(waf, 3);
    for (let times = 0; times < 3; times++) {
      await waf().probe();
      await look(waf, 3);
    }
    expect(taken).toEqual(['wafv2:update:eu-central-1']);
  });
});
