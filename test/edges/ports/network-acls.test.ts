import { ec2NetworkAcls } from '../../../lib/edges/aws/ec2-network-acls';
import type { AclEntry, NetworkAcls } from '../../../lib/edges/ports';
import { localNetworkAcls } from '../../../lib/local/edges/network-acls';
import { fakeCloud } from '../../fakes/aws/cloud';
import { fakeNetworkAcls } from '../../fakes/aws/ec2-network-acls';

const A = 'acl-0000000000000000a';
const B = 'acl-0000000000000000b';
const C = 'acl-0000000000000000c';

const accounts: readonly (readonly [string, (quota?: number) => NetworkAcls])[] = [
  [
    'the SDK adapter and a strict EC2',
    (quota) => {
      const ec2 = fakeNetworkAcls(fakeCloud(), quota);
      for (const acl of [A, B, C]) ec2.create(acl);
      return ec2NetworkAcls(ec2.client);
    },
  ],
  [
    'the embedded account',
    (quota) => {
      const local = localNetworkAcls(quota);
      for (const acl of [A, B, C]) local.add(acl);
      return local;
    },
  ],
];

const deny = (number: number, more: Partial<AclEntry> = {}): AclEntry => ({
  number,
  action: 'deny',
  family: 'ipv4',
  cidr: '192.0.2.1/32',
  protocol: '-1',
  ports: null,
  ...more,
});
const ssh = deny(2, { family: 'ipv6', cidr: '2001:db8::/64', protocol: '6', ports: { from: 22, to: 22 } });

describe.each(accounts)('network ACLs of %s', (_, make) => {
  it('describe every ingress entry of every ACL, over all pages', async () => {
    const found = await make().describe([A, B, C]);

    expect([...found.keys()]).toEqual([A, B, C]);
    expect(found.get(C)).toEqual([
      { number: 100, action: 'allow', family: 'ipv4', cidr: '0.0.0.0/0', protocol: '-1', ports: null },
      { number: 101, action: 'allow', family: 'ipv6', cidr: '::/0', protocol: '-1', ports: null },
      { number: 32767, action: 'deny', family: 'ipv4', cidr: '0.0.0.0/0', protocol: '-1', ports: null },
      { number: 32768, action: 'deny', family: 'ipv6', cidr: '::/0', protocol: '-1', ports: null },
    ]);
  });

  it('hold what was created, IPv6 as IPv6, until it is deleted', async () => {
    const port = make();
    expect(await port.create(A, deny(1))).toBe('done');
    expect(await port.create(A, ssh)).toBe('done');
    expect((await port.describe([A])).get(A)).toEqual(expect.arrayContaining([deny(1), ssh]));

    expect(await port.delete(A, 1)).toBe('done');
    expect(await port.delete(A, 1)).toBe('missing');
    expect((await port.describe([A])).get(A)).not.toContainEqual(deny(1));
  });

  it('answer taken for a number in use, whatever family uses it', async () => {
    const port = make();
    await port.create(A, deny(2));

    expect(await port.create(A, ssh)).toBe('taken');
    expect(await port.create(B, ssh)).toBe('done');
  });

  it('answer limit-exceeded at the 21st rule of a family, the closing * among them', async () => {
    const port = make();
    for (let number = 1; number <= 18; number++) expect(await port.create(A, deny(number))).toBe('done');

    expect(await port.create(A, deny(19))).toBe('limit-exceeded');
    expect(await port.create(A, { ...ssh, number: 19 })).toBe('done');
  });

  it('hold 40 when the quota is raised', async () => {
    const port = make(40);
    for (let number = 1; number <= 38; number++) expect(await port.create(A, deny(number))).toBe('done');
    expect(await port.create(A, deny(39))).toBe('limit-exceeded');
  });

  it.each([
    ['a number beyond 32766', deny(32767)],
    ['a block of the other family', deny(5, { cidr: '2001:db8::/64' })],
    ['TCP without ports', deny(5, { protocol: '6' })],
    ['ports of all protocols', deny(5, { ports: { from: 22, to: 22 } })],
  ])('refuse %s', async (_what, entry) => {
    await expect(make().create(A, entry)).rejects.toMatchObject({ failure: 'invalid' });
  });

  it('fail with not-found on an ACL that is not there', async () => {
    await expect(make().describe([A, 'acl-gone'])).rejects.toMatchObject({ failure: 'not-found' });
  });
});

describe('the SDK adapter of network ACLs', () => {
  it.each([
    ['throttled', 'throttled'],
    ['denied', 'denied'],
    ['unavailable', 'unavailable'],
    ['lost', 'unavailable'],
  ] as const)('says %s in the words of the port', async (fault, failure) => {
    const cloud = fakeCloud();
    const ec2 = fakeNetworkAcls(cloud);
    ec2.create(A);
    cloud.faults.plan('CreateNetworkAclEntry', fault);

    await expect(ec2NetworkAcls(ec2.client).create(A, deny(1))).rejects.toMatchObject({ failure });
  });

  it('does not see egress entries', async () => {
    const ec2 = fakeNetworkAcls(fakeCloud());
    ec2.create(A);
    ec2.put(A, { RuleNumber: 1, RuleAction: 'deny', Egress: true, Protocol: '-1', CidrBlock: '192.0.2.1/32' });

    expect((await ec2NetworkAcls(ec2.client).describe([A])).get(A)).toHaveLength(4);
  });
});
