import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { type IVpc, NetworkAcl, PrefixList, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import type * as entry from '../../lib/infra';
import { Fail2edge } from '../../lib/infra/fail2edge';
import type { Fail2edgeProps } from '../../lib/infra/props';
import { aJail, anEdge, aRuleset, emptyHandlers, root } from './ruleset';
import { anApp, scratch } from './scratch';
import { functionNamed } from './template';

const lambdas = emptyHandlers();

/** The entry point's types are those of the construct itself. */
const construct: typeof entry.Fail2edge = Fail2edge;

describe('the example app', () => {
  const out = scratch();
  execFileSync(process.execPath, [join(root, 'examples', 'cdk-app', 'app.cjs')], {
    env: { ...process.env, CDK_OUTDIR: out },
    stdio: 'ignore',
  });
  const template = Template.fromJSON(JSON.parse(readFileSync(join(out, 'Shop.template.json'), 'utf8')));

  test('bans in all network ACLs of its VPC, and before its load balancer', () => {
    const edges = JSON.stringify(functionNamed(template, 'enforce').Properties.Environment.Variables.EDGES);
    expect(edges).toMatch(/networkacl\\+":\\+"vpc:",{"Ref":"Vpc/);
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: { Ref: Match.stringLikeRegexp('^Shop') },
    });
  });

  test('has the outputs by which the client finds its table, and its own subscription to the topic', () => {
    expect(Object.keys(template.findOutputs('*'))).toEqual(expect.arrayContaining(['TableName', 'RulesetVersion']));
    template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'operations@example.com' });
  });
});

describe('in an app of one’s own', () => {
  const ruleset = aRuleset(
    [aJail('sshd')],
    [anEdge('aws-nacl'), anEdge('aws-security-group'), anEdge('aws-prefix-list', { prefixlist: 'pl-11111111' })],
  );
  const made = (props: (stack: Stack) => Partial<Fail2edgeProps>) => {
    const stack = new Stack(anApp(), 'Own');
    new construct(stack, 'Fail2edge', { ruleset, root, lambdas, ...props(stack) });
    return Template.fromStack(stack);
  };
  const everything = (stack: Stack): Partial<Fail2edgeProps> => {
    const vpc: IVpc = Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-11111111', availabilityZones: ['a'] });
    return {
      networkAcls: [new NetworkAcl(stack, 'Acl', { vpc })],
      securityGroups: [new SecurityGroup(stack, 'Group', { vpc })],
      prefixLists: [new PrefixList(stack, 'List', { maxEntries: 10 })],
    };
  };

  test('edges are given as constructs, and win over the configuration; rights are for these and no others', () => {
    const template = made(everything);
    const edges = JSON.stringify(functionNamed(template, 'enforce').Properties.Environment.Variables.EDGES);
    for (const id of ['Acl', 'Group', 'List']) expect(edges).toMatch(new RegExp(`${id}[0-9A-F]{8}`));
    expect(edges).not.toContain('pl-11111111');
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).not.toMatch(/network-acl\/\*|pl-11111111/);
  });

  test('may be without outputs of ours', () => {
    const template = made((stack) => ({ ...everything(stack), outputs: false }));
    expect(Object.keys(template.findOutputs('*'))).toEqual([]);
  });

  test('a configuration is read from its folder, and its mistakes are told with file and line', () => {
    const folder = scratch();
    cpSync(join(root, 'examples', 'etc', 'fail2ban'), folder, { recursive: true });
    const stack = new Stack(anApp(), 'Own');
    new construct(stack, 'Fail2edge', { configuration: folder, lambdas, ids: { 'aws-nacl': 'acl-11111111' } });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::SubscriptionFilter', {
      LogGroupName: '/example/auth.log',
    });
    appendFileSync(join(folder, 'jail.local'), 'maxretry = many\n');
    const line = readFileSync(join(folder, 'jail.local'), 'utf8').trimEnd().split('\n').length;
    expect(() => new construct(new Stack(anApp(), 'Own'), 'Fail2edge', { configuration: folder })).toThrow(
      `jail.local:${line}: `,
    );
  });

  test('a configuration and a ruleset together are refused', () => {
    expect(() => made(() => ({ configuration: 'etc' }))).toThrow('give one of them');
  });
});
