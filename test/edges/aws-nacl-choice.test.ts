import { ec2NetworkAcls } from '../../lib/edges/aws/ec2-network-acls';
import { awsNacl } from '../../lib/edges/aws-nacl';
import { createBuckets } from '../../lib/edges/run/bucket';
import { memoryRules } from '../../lib/stores/memory/rule-memory';
import { fakeCloud } from '../fakes/aws/cloud';
import { fakeNetworkAcls } from '../fakes/aws/ec2-network-acls';
import { banOf, contextOf } from './support/world';

const [WEB, DATABASE, OTHER, NEW] = [1, 2, 3, 4].map((n) => `acl-0000000000000000${n}`) as [
  string,
  string,
  string,
  string,
];
const VPC = 'vpc-00000000000000001';

/** A VPC with two network ACLs, one of them tagged, and a third somewhere else. */
function anAccount() {
  const cloud = fakeCloud();
  const ec2 = fakeNetworkAcls(cloud);
  for (const acl of [WEB, DATABASE, OTHER]) ec2.create(acl);
  ec2.describeAs(WEB, { vpc: VPC, tags: { role: 'web' } });
  ec2.describeAs(DATABASE, { vpc: VPC });
  ec2.describeAs(OTHER, { vpc: 'vpc-00000000000000002' });
  const unused = () => {
    throw new Error('a network ACL edge uses network ACLs only');
  };
  const accounts = {
    ...{ ipSets: unused, securityGroups: unused, prefixLists: unused },
    networkAcls: () => ec2NetworkAcls(ec2.client),
    memory: memoryRules(),
    pace: cloud.pace,
    buckets: createBuckets(),
    sharedBuckets: createBuckets(),
    mayCover: () => true,
  };
  const edge = (networkacl: string) =>
    awsNacl.create({ name: 'aws-nacl', kind: 'aws-nacl', options: { networkacl } }, accounts);
  const denied = (acl: string) =>
    ec2
      .entries(acl)
      .flatMap(({ RuleNumber = 0, Egress, CidrBlock }) => (RuleNumber < 90 && !Egress ? [CidrBlock] : []));
  return { ec2, edge, denied };
}

const bans = [banOf('192.0.2.1/32')];

describe('an aws-nacl edge is told', () => {
  it.each([
    ['a VPC', VPC, [WEB, DATABASE]],
    ['a tag', 'tag:role=web', [WEB]],
    ['a tag and an id', `tag:role=web ${OTHER}`, [WEB, OTHER]],
    ['a VPC and one of its own', `${VPC} ${WEB}`, [WEB, DATABASE]],
  ])('%s: bans stand in those network ACLs and in no other', async (_, networkacl, expected) => {
    const { edge, denied } = anAccount();
    const report = await edge(networkacl).reconcile(bans, contextOf(bans));
    expect(report.held).toEqual(['192.0.2.1/32']);
    for (const acl of [WEB, DATABASE, OTHER])
      expect(denied(acl)).toEqual(expected.includes(acl) ? ['192.0.2.1/32'] : []);
  });

  it('a VPC: a network ACL that is made later is seen by the next look, and closed', async () => {
    const { ec2, edge, denied } = anAccount();
    const vpc = edge(VPC);
    await vpc.reconcile(bans, contextOf(bans));
    const before = await vpc.probe();
    ec2.create(NEW);
    ec2.describeAs(NEW, { vpc: VPC });
    expect(await vpc.probe()).not.toBe(before);
    const report = await vpc.reconcile(bans, contextOf(bans));
    expect(report.writes).toBe(1);
    expect(denied(NEW)).toEqual(['192.0.2.1/32']);
  });

  it('a tag that nothing has: no ban is in force, and it says so', async () => {
    const { edge } = anAccount();
    const report = await edge('tag:role=none').reconcile(bans, contextOf(bans));
    expect(report).toMatchObject({ held: [], overflow: ['192.0.2.1/32'], writes: 0 });
    expect(report.notices).toEqual(['there is no network ACL of tag:role=none']);
  });

  it.each(['vpc-x', 'tag:role', 'tag:role=*', 'tag:=web', 'subnet-11111111'])('%s: that is no choice', (networkacl) => {
    expect(() => anAccount().edge(networkacl)).toThrow(/is not an id/);
  });
});
