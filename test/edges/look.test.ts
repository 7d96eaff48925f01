import { createEdge } from '../../lib/edges';
import { looks } from '../../lib/edges/look';
import { localAccount } from '../../lib/local/edges/account';

const KINDS = ['aws-nacl', 'aws-prefix-list', 'aws-security-group', 'aws-waf'] as const;

/** Every kind of edge in one account, all holding 192.0.2.1 and 2001:db8::/64. */
async function looked() {
  const configs = KINDS.map((kind) => ({ name: kind, kind, options: {} }));
  const account = localAccount(configs, () => true);
  const wanted = ['192.0.2.1/32', '2001:db8::/64'].map((cidr) => ({
    ...{ cidr, strength: 1, end: null },
    ports: { protocol: 'tcp', ranges: [{ from: 22, to: 22 }] } as const,
  }));
  const ours = async (cidrs: readonly string[]) => new Set(cidrs);
  for (const config of account.configs) {
    await createEdge(config, account.accounts).reconcile(wanted, { mode: 'sync', now: 1, ours });
  }
  const looking = { accounts: account.accounts, region: 'eu-central-1' };
  const each = account.configs.map(async (config) => [config.kind, await looks[config.kind](config, looking)] as const);
  return Object.fromEntries(await Promise.all(each));
}

describe('An operator who looks at an edge sees every entry:', () => {
  it('of a network ACL by its number, others as well, without the closing ones', async () => {
    const { 'aws-nacl': entries } = await looked();
    expect(entries?.map(({ rule, action, cidr, ports }) => [rule, action, cidr, ports])).toEqual([
      ['1', 'deny', '192.0.2.1/32', 'tcp 22'],
      ['2', 'deny', '2001:db8::/64', 'tcp 22'],
      ['100', 'allow', '0.0.0.0/0', 'all traffic'],
      ['101', 'allow', '::/0', 'all traffic'],
    ]);
    expect(entries?.[0]?.link).toMatch(
      /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\/vpcconsole\/home\?region=eu-central-1#NetworkAclDetails:networkAclId=acl-/,
    );
  });

  it('of IP sets and prefix lists, which mean what refers to them says', async () => {
    const { 'aws-waf': sets, 'aws-prefix-list': lists } = await looked();
    for (const entries of [sets, lists]) {
      expect(entries?.map(({ cidr }) => cidr).sort()).toEqual(['192.0.2.1/32', '2001:db8::/64']);
      expect(new Set(entries?.map(({ action }) => action))).toEqual(new Set(['listed']));
    }
    expect(sets?.[0]?.link).toContain('/wafv2/homev2/ip-set/fail2edge-ipv4-1/');
  });

  it('of security groups, which only allow: what is banned is what no rule lets in', async () => {
    const { 'aws-security-group': rules } = await looked();
    expect(rules?.every(({ action }) => action === 'allow')).toBe(true);
    expect(rules?.map(({ cidr }) => cidr)).not.toContain('0.0.0.0/0');
    expect(rules?.map(({ cidr }) => cidr)).toContain('128.0.0.0/2');
  });
});
