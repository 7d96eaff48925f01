import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import cdk from '../../cdk.json';
import type { Target, TargetKind } from '../../lib/core/target';
import { Fail2edgeStack } from '../../lib/infra/fail2edge-stack';
import { checkPractices } from '../../lib/infra/practices';
import type { Fail2edgeProps } from '../../lib/infra/props';
import { aJail, anEdge, aRuleset, emptyHandlers, root } from './ruleset';
import { anApp, scratch } from './scratch';

const lambdas = emptyHandlers();
const mail = {
  destemail: ['ops@example.org'],
  sender: 'fail2edge@example.org',
  sendername: 'Fail2Ban',
  whois: true,
  lines: true,
};
const ARN = 'arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/bans/12345678-1234-1234-1234-123456789012';
const EVERY_EDGE = [
  anEdge('aws-waf'),
  anEdge('aws-waf:cdn', { scope: 'CLOUDFRONT', sets: '1' }),
  anEdge('aws-waf:given', { ipsets: ARN }),
  anEdge('aws-nacl', { networkacl: 'acl-11111111' }),
  anEdge('aws-nacl:chosen', { networkacl: 'vpc-11111111 tag:role=web' }),
  anEdge('aws-security-group', { securitygroup: 'sg-33333333' }),
  anEdge('aws-prefix-list', { prefixlist: 'pl-44444444' }),
];

const target = (kind: TargetKind, options: Record<string, string> = {}): Target => ({ name: kind, kind, options });
const TARGETS = [
  target('slack', { url: 'ssm:/fail2edge/slack' }),
  target('webhook', { url: 'https://hooks.example.com/', secret: 'ssm:webhook-key' }),
  target('eventbridge', { bus: '' }),
  target('s3', { bucket: 'example-bans', key: 'bans.txt', format: 'plain' }),
  target('sns', { topic: 'arn:aws:sns:eu-west-1:111122223333:bans' }),
  target('xarf', { sender: 'abuse@example.org' }),
];
const SHARED = [
  aJail('requested', { loggroup: [], requests: true }),
  aJail('drop', { loggroup: [], list: { location: 'https://lists.example.com/drop.txt', interval: 43_200 } }),
  aJail('own', { loggroup: [], list: { location: 's3://our-lists/bad.txt', interval: 3_600 } }),
];

/** Everything a configuration can ask for. */
function everything(props: Partial<Fail2edgeProps> = {}): App {
  const app = anApp();
  new Fail2edgeStack(app, 'Fail2edge', {
    ...{ root, lambdas, notify: 'ops@example.org', createLogGroups: true },
    loadBalancers: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188'],
    busSenders: ['999988887777', 'o-abcdefghij'],
    ruleset: {
      ...aRuleset([aJail('sshd', { mail, targets: TARGETS.map(({ name }) => name) }), ...SHARED], EVERY_EDGE),
      targets: TARGETS,
    },
    ...props,
  });
  return app;
}

const findings = (pack: NagPack, app: App): readonly string[] =>
  pack
    .validateScope(app)
    .violations.map(({ ruleName, violatingResources }) =>
      [ruleName, ...violatingResources.map(({ constructPath }) => constructPath)].join(' '),
    );

/** Everything any resource of the app gives a reason for. */
const reasons = (app: App): ReadonlyMap<string, string> =>
  new Map(
    app.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }) => Object.entries(data as Record<string, string>)),
  );

describe('AWS’s published practices', () => {
  const app = everything();

  test.each<[string, (scope: IConstruct) => NagPack]>([
    ['AwsSolutions', (scope) => new AwsSolutionsChecks(scope)],
    ['Serverless', (scope) => new ServerlessChecks(scope)],
  ])('nothing of %s is found', (_, pack) => {
    expect(findings(pack(app), app)).toEqual([]);
  });

  test('what stands is said why, in a sentence', () => {
    expect(reasons(app).size).toBeGreaterThan(5);
    for (const [id, reason] of reasons(app)) expect(`${id}: ${reason}`).toMatch(/: \S.{25,}/);
  });

  test('nothing is acknowledged for a whole rule of IAM: each pattern by its name', () => {
    const ids = [...reasons(app).keys()].filter((id) => /IAM\d/.test(id));
    expect(ids.filter((id) => !/AwsSolutions-IAM5\[Resource::[^\]]+\]$/.test(id))).toEqual([]);
  });

  test('a finding ends the synth', () => {
    const other = new App({ context: cdk.context, outdir: scratch() });
    new Queue(new Stack(other, 'Other'), 'Plain');
    checkPractices(other);
    const exitCode = process.exitCode;
    const silent = jest.spyOn(console, 'error').mockImplementation(() => {});
    const silentLog = jest.spyOn(console, 'log').mockImplementation(() => {});
    try {
      let failed = false;
      try {
        other.synth();
      } catch {
        failed = true;
      }
      expect(failed || process.exitCode === 1).toBe(true);
    } finally {
      process.exitCode = exitCode;
      silent.mockRestore();
      silentLog.mockRestore();
    }
  });
});
