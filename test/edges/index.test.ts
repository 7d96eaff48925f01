import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EdgeConfig, EdgeKind } from '../../lib/core/ruleset';
import { createEdge, edgeProblems, edges } from '../../lib/edges';
import { awsAccounts } from '../../lib/edges/aws/accounts';
import { localAccount } from '../../lib/local/edges/account';
import { banOf, contextOf } from './support/world';

const FOLDER = join(__dirname, '../../lib/edges');
const files = readdirSync(FOLDER).filter((name) => name.startsWith('aws-') && name.endsWith('.ts'));
const kinds = Object.keys(edges) as EdgeKind[];
const config = (kind: EdgeKind, options: Record<string, string> = {}): EdgeConfig => ({ name: kind, kind, options });
const place = { partition: 'aws', region: 'eu-central-1', account: '123456789012' };

describe('the registry of edges', () => {
  it('names every file of the folder and nothing else', () => {
    expect(files.map((name) => name.replace('.ts', ''))).toEqual([...kinds].sort());
    expect(kinds).toEqual([...kinds].sort());
    for (const kind of kinds) expect(edges[kind].kind).toBe(kind);
  });

  it('keeps AWS’s clients in lib/edges/aws', () => {
    const importing = (readdirSync(FOLDER, { recursive: true }) as string[])
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => readFileSync(join(FOLDER, name), 'utf8').includes('@aws-sdk/'));
    expect(importing.length).toBeGreaterThan(0);
    expect(importing.filter((name) => !name.startsWith('aws/'))).toEqual([]);
  });

  it.each(kinds)('gives %s a capacity with the page it comes from', (kind) => {
    const { capacity } = edges[kind];
    expect(capacity.ipv4).toBeGreaterThan(0);
    expect(capacity.ipv6).toBeGreaterThan(0);
    expect(capacity.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});

describe.each([
  ['aws-nacl', { networkacl: 'acl-0123456789abcdef0' }, 'network-acl/acl-0123456789abcdef0'],
  ['aws-security-group', { securitygroup: 'sg-0123456789abcdef0' }, 'security-group/sg-0123456789abcdef0'],
  ['aws-prefix-list', { prefixlist: 'pl-0123456789abcdef0' }, 'prefix-list/pl-0123456789abcdef0'],
] as const)('the rights of %s', (kind, options, resource) => {
  const permissions = edges[kind].permissions(config(kind, options), place);

  it('write to its own resource only', () => {
    const writes = permissions.filter(({ actions }) => !actions.every((action) => /:(Describe|List)/.test(action)));
    expect(writes[0]?.resources).toEqual([`arn:aws:ec2:eu-central-1:123456789012:${resource}`]);
    expect(writes.flatMap(({ resources }) => resources)).not.toContain('*');
  });

  it('name every action in full', () => {
    expect(permissions.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });
});

describe('options of edges', () => {
  it('are named when wrong', () => {
    expect(
      edgeProblems(config('aws-nacl', { networkacl: 'acl-x', rules: '90-1', selective: 'maybe', mode: 'off' })),
    ).toEqual([
      'networkacl: "acl-x" is not an id',
      'rules: a range of rule numbers such as 1-90',
      'selective: auto, yes or no',
      'mode: sync, ban-only, dry-run',
    ]);
    expect(edgeProblems(config('aws-nacl', { capacity: '39', rules: '1-40000' }))).toEqual([
      'rules: a range of rule numbers such as 1-90',
      'capacity: 1 to 38',
    ]);
    expect(edgeProblems(config('aws-security-group', { securitygroup: 'web', capacity: '0' }))).toEqual([
      'securitygroup: "web" is not an id',
      'capacity: 1 to 1000',
    ]);
    expect(edgeProblems(config('aws-prefix-list', { prefixlist: 'acl-0123456789abcdef0' }))).toEqual([
      'prefixlist: "acl-0123456789abcdef0" is not an id',
    ]);
  });

  it.each(kinds)('of %s may wait for the ids a deploy makes, but it cannot open without', (kind) => {
    expect(edgeProblems(config(kind))).toEqual([]);
    const { accounts } = localAccount([], () => true);
    expect(() => createEdge(config(kind), accounts)).toThrow('no id given');
  });
});

describe('the embedded account', () => {
  it('has what a deploy would make for every edge, ready to ban', async () => {
    const account = localAccount(
      kinds.map((kind) => config(kind)),
      () => true,
    );
    const bans = [banOf('192.0.2.1/32'), banOf('2001:db8::/64')];

    for (const made of account.configs) {
      const edge = createEdge(made, account.accounts);
      const report = await edge.reconcile(bans, contextOf(bans));
      // ::/0 around a /64 takes 64 rules, more than a group holds.
      const fits = made.kind === 'aws-security-group' ? ['192.0.2.1/32'] : ['192.0.2.1/32', '2001:db8::/64'];
      expect([made.kind, report.held]).toEqual([made.kind, fits]);
    }
  });

  it('takes the ids that are given', async () => {
    const arn = (family: string) =>
      `arn:aws:wafv2:us-east-1:123456789012:global/ipset/bans-${family}/00000000-0000-4000-8000-000000000001`;
    const ids = { scope: 'CLOUDFRONT', ipsets: `${arn('ipv6')} ${arn('ipv4')}` };
    const account = localAccount([config('aws-waf', ids)], () => true);
    const bans = [banOf('192.0.2.1/32')];

    await createEdge(account.configs[0]!, account.accounts).reconcile(bans, contextOf(bans));

    expect(account.ipSets.addresses(arn('ipv4'))).toEqual(['192.0.2.1/32']);
    expect(account.ipSets.addresses(arn('ipv6'))).toEqual([]);
  });
});

describe('the real account', () => {
  it('opens every edge without a request', () => {
    const accounts = awsAccounts({
      memory: { load: async () => [], save: async () => undefined },
      mayCover: () => true,
      patience: 60,
    });
    const { configs } = localAccount(
      kinds.map((kind) => config(kind)),
      () => true,
    );
    expect(configs.map((one) => createEdge(one, accounts).name)).toEqual(kinds);
  });
});
