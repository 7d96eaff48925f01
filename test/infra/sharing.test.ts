import { Match, Template } from 'aws-cdk-lib/assertions';
import type { Jail, Ruleset } from '../../lib/core/ruleset';
import type { Target } from '../../lib/core/target';
import { Fail2edgeStack } from '../../lib/infra/fail2edge-stack';
import { aJail, anEdge, aRuleset, emptyHandlers, root } from './ruleset';
import { anApp } from './scratch';

const lambdas = emptyHandlers();

function templateOf(
  jails: readonly Jail[],
  targets: readonly Target[] = [],
  busSenders: readonly string[] = [],
): Template {
  const ruleset: Ruleset = { ...aRuleset(jails, [anEdge('aws-nacl', { networkacl: 'acl-11111111' })]), targets };
  return Template.fromStack(new Fail2edgeStack(anApp(), 'Fail2edge', { root, lambdas, ruleset, busSenders }));
}

const requested = aJail('requested', { loggroup: [], requests: true });
const announcing: Target = { name: 'eventbridge', kind: 'eventbridge', options: { bus: '' } };

/** Every statement of the policy of the role whose logical id begins so. */
const statements = (template: Template, role: string): readonly Record<string, unknown>[] =>
  Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(`Fail2edge${role}`))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Record<string, unknown>[]);

const actions = (template: Template, role: string): readonly string[] =>
  statements(template, role).flatMap(({ Action }) => Action as string | string[]);

test('without a word of the configuration there is no bus, no further function', () => {
  const template = templateOf([aJail('sshd')]);
  template.resourceCountIs('AWS::Events::EventBus', 0);
  expect(JSON.stringify(template.toJSON())).not.toMatch(/BanRequested|fail2edge: bans whoever/);
});

test('a jail that takes requests has a bus, a rule for them, and a function that may write bans and count them, nothing else', () => {
  const template = templateOf([requested]);
  template.hasResourceProperties('AWS::Events::EventBus', { Name: 'Fail2edge' });
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { 'detail-type': ['BanRequested'] },
    Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue(), RetryPolicy: Match.anyValue() })],
  });
  expect(new Set(actions(template, 'SharingRequest'))).toEqual(
    new Set([
      ...['logs:CreateLogStream', 'logs:PutLogEvents', 'dynamodb:GetItem', 'dynamodb:PutItem'],
      'dynamodb:UpdateItem',
      ...['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
    ]),
  );
});

test('nobody of another account may ask, but whom the deploy names, and for nothing but bans', () => {
  templateOf([requested]).resourceCountIs('AWS::Events::EventBusPolicy', 0);
  const template = templateOf([requested], [], ['999988887777', 'o-abcdefghij']);
  const policies = Object.values(template.findResources('AWS::Events::EventBusPolicy')).map(
    ({ Properties }) => Properties.Statement,
  );
  expect(policies).toEqual([
    expect.objectContaining({
      Action: 'events:PutEvents',
      Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::999988887777:root']] } },
      Condition: { StringEquals: { 'events:detail-type': 'BanRequested' } },
    }),
    expect.objectContaining({
      Principal: { AWS: '*' },
      Condition: { StringEquals: { 'events:detail-type': 'BanRequested', 'aws:PrincipalOrgID': 'o-abcdefghij' } },
    }),
  ]);
});

test('announcing needs the bus, and the ends of bans', () => {
  const template = templateOf([aJail('sshd', { targets: ['eventbridge'] })], [announcing]);
  template.resourceCountIs('AWS::Events::EventBus', 1);
  expect(statements(template, 'Reporting')).toContainEqual(
    expect.objectContaining({
      Action: 'events:PutEvents',
      Condition: { StringEquals: { 'events:source': ['fail2edge'] } },
    }),
  );
  const over = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).filter((mapping) =>
    JSON.stringify(mapping).includes('\\"over\\"'),
  );
  expect(over).toHaveLength(1);
});

test('a secret is named in full to be read, and stands nowhere', () => {
  const slack: Target = { name: 'slack', kind: 'slack', options: { url: 'ssm:/fail2edge/slack' } };
  const template = templateOf([aJail('sshd', { targets: ['slack'] })], [slack]);
  expect(statements(template, 'Reporting')).toContainEqual(
    expect.objectContaining({
      Action: 'ssm:GetParameter',
      Resource: {
        'Fn::Join': ['', expect.arrayContaining([expect.stringMatching(/:parameter\/fail2edge\/slack$/)])],
      },
    }),
  );
});

test('each list has its own schedule, and S3 is read only where a list lies', () => {
  const list = (name: string, location: string, interval: number) =>
    aJail(name, { loggroup: [], list: { location, interval } });
  const template = templateOf([
    list('drop', 'https://lists.example.com/x', 43_200),
    list('own', 's3://our-lists/bad.txt', 3_600),
  ]);
  for (const [name, rate] of [
    ['drop', 'rate(12 hours)'],
    ['own', 'rate(1 hour)'],
  ]) {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: rate,
      Targets: [Match.objectLike({ Input: JSON.stringify({ jail: name }) })],
    });
  }
  const objects = statements(template, 'SharingLists').filter(({ Action }) => Action === 's3:GetObject');
  expect(JSON.stringify(objects)).toContain(':s3:::our-lists/bad.txt');
  expect(actions(templateOf([list('drop', 'https://lists.example.com/x', 43_200)]), 'SharingLists')).not.toContain(
    's3:GetObject',
  );
});

test('their failures have alarms', () => {
  const template = templateOf([
    requested,
    aJail('drop', { loggroup: [], list: { location: 'https://x.example/y', interval: 3_600 } }),
  ]);
  for (const name of ['request-errors', 'lists-errors']) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: `Fail2edge-${name}` });
  }
});

test('a list of the configuration needs no function: the deploy applies it', () => {
  const list = { location: 'bad.txt', interval: 3_600, entries: ['203.0.113.7'] };
  expect(statements(templateOf([aJail('own', { loggroup: [], list })]), 'SharingLists')).toEqual([]);
});
