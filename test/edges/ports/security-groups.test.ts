import { ec2SecurityGroups } from '../../../lib/edges/aws/ec2-security-groups';
import type { SecurityGroups } from '../../../lib/edges/ports';
import { localSecurityGroups } from '../../../lib/local/edges/security-groups';
import { fakeCloud } from '../../fakes/aws/cloud';
import { fakeSecurityGroups } from '../../fakes/aws/ec2-security-groups';
import { allow } from '../worlds/group';

const A = 'sg-0000000000000000a';
const B = 'sg-0000000000000000b';

const accounts: readonly (readonly [string, (quota?: number) => SecurityGroups])[] = [
  [
    'the SDK adapter and a strict EC2',
    (quota) => {
      const ec2 = fakeSecurityGroups(fakeCloud(), quota);
      for (const group of [A, B]) ec2.create(group);
      return ec2SecurityGroups(ec2.client);
    },
  ],
  [
    'the embedded account',
    (quota) => {
      const local = localSecurityGroups(quota);
      for (const group of [A, B]) local.add(group);
      return local;
    },
  ],
];

const many = (count: number) => Array.from({ length: count }, (_, n) => allow(`20.0.${n}.0/24`));
const rulesOf = async (port: SecurityGroups, group = A) => (await port.describe([A, B])).get(group) ?? [];

describe.each(accounts)('security groups of %s', (_, make) => {
  it('give rules back as they were made, tags and all, over all pages', async () => {
    const port = make();
    const tags = { owner: 'ops' };
    expect(await port.authorize(A, many(40))).toBe('done');
    expect(
      await port.authorize(A, [allow('2001:db8::/64', { protocol: '-1', ports: null, description: 'lab', tags })]),
    ).toBe('done');
    await port.authorize(A, [allow('192.0.2.0/24', { protocol: 'icmp', ports: { from: 8, to: -1 } })]);

    const rules = await rulesOf(port);

    expect(rules).toHaveLength(42);
    expect(rules).toContainEqual({
      id: expect.stringMatching(/^sgr-[0-9a-f]{17}$/),
      protocol: '-1',
      ports: null,
      source: { kind: 'cidr', family: 'ipv6', cidr: '2001:db8::/64' },
      description: 'lab',
      tags,
    });
    expect(rules).toContainEqual(expect.objectContaining({ protocol: 'icmp', ports: { from: 8, to: -1 } }));
    expect(await rulesOf(port, B)).toEqual([]);
  });

  it('make all rules of a request or none when one is there already', async () => {
    const port = make();
    await port.authorize(A, [allow('20.0.1.0/24')]);

    expect(await port.authorize(A, many(3))).toBe('duplicate');
    expect(await rulesOf(port)).toHaveLength(1);
    expect(await port.authorize(B, many(3))).toBe('done');
  });

  it('answer limit-exceeded beyond 60 rules of one family', async () => {
    const port = make();
    await port.authorize(A, many(59));

    expect(await port.authorize(A, [allow('192.0.2.0/25'), allow('192.0.2.128/25')])).toBe('limit-exceeded');
    expect(await port.authorize(A, [allow('192.0.2.0/25')])).toBe('done');
    expect(await port.authorize(A, [allow('2001:db8::/64')])).toBe('done');
  });

  it('revoke by id, all or none', async () => {
    const port = make();
    await port.authorize(A, many(3));
    const [one, two] = await rulesOf(port);

    expect(await port.revoke(A, [one!.id, 'sgr-00000000000000fff'])).toBe('missing');
    expect(await rulesOf(port)).toHaveLength(3);
    expect(await port.revoke(A, [one!.id, two!.id])).toBe('done');
    expect(await rulesOf(port)).toHaveLength(1);
  });

  it('fail with not-found on a group that is not there', async () => {
    await expect(make().describe([A, 'sg-gone'])).rejects.toMatchObject({ failure: 'not-found' });
  });
});

describe('the SDK adapter of security groups', () => {
  it('answers nothing when a later page fails: half a list is no list', async () => {
    const cloud = fakeCloud();
    const ec2 = fakeSecurityGroups(cloud);
    ec2.create(A);
    const port = ec2SecurityGroups(ec2.client);
    await port.authorize(A, many(40));
    cloud.faults.plan('DescribeSecurityGroupRules', 'denied', 1, 1);

    await expect(port.describe([A])).rejects.toMatchObject({ failure: 'denied' });
  });
});
