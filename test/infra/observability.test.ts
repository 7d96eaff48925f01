import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Fail2edgeStack } from '../../lib/infra/fail2edge-stack';
import { createMetrics } from '../../lib/runtime/metrics';
import { aJail, anEdge, aRuleset, emptyHandlers, root } from './ruleset';
import { anApp } from './scratch';
import { resourcesOf } from './template';

const jails = [
  ...[aJail('sshd', { loggroup: ['/hosts/auth'] }), aJail('nginx', { loggroup: ['/web/error'] })],
  aJail('requested', { loggroup: [], requests: true }),
  aJail('drop', { loggroup: [], list: { location: 'https://lists.example.com/drop.txt', interval: 3600 } }),
];
const template = Template.fromStack(
  new Fail2edgeStack(anApp(), 'Fail2edge', {
    root,
    lambdas: emptyHandlers(),
    ruleset: aRuleset(jails, [anEdge('aws-waf'), anEdge('aws-nacl', { networkacl: 'acl-11111111' })]),
  }),
);
const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
const manual = readFileSync(join(__dirname, '..', '..', 'docs', 'operations.md'), 'utf8');

/** `Fail2edge-delivery-errors /hosts/auth` is explained under `delivery-errors`. */
const headingOf = (alarmName: string) => alarmName.replace(/^Fail2edge-/, '').replace(/ .*/, '');

test('every alarm has its heading in docs/operations.md, and every heading its alarm', () => {
  const section = manual.slice(manual.indexOf('\n## Alarms'), manual.indexOf('\n## Deploying'));
  const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, name]) => name);
  expect(headings).toEqual([...new Set(alarms.map(({ AlarmName }) => headingOf(AlarmName)))].sort(byOrderOf(headings)));
  for (const alarm of alarms) expect(alarm.AlarmDescription).toBe(`docs/operations.md, ${headingOf(alarm.AlarmName)}`);
});

test('every reference from one heading to another leads somewhere', () => {
  const headings = [...manual.matchAll(/^#+ (.+)$/gm)].map(([, name]) => name);
  for (const [, anchor] of manual.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(anchor);
});

test('every alarm is told to the topic, also when it is over', () => {
  for (const { AlarmActions, OKActions } of alarms) {
    expect(AlarmActions).toHaveLength(1);
    expect(OKActions).toEqual(AlarmActions);
  }
});

test('CloudWatch may publish to the topic', () => {
  const [policy] = resourcesOf(template, 'AWS::SNS::TopicPolicy');
  const statements: { Effect: string; Principal: { Service?: string } }[] = policy?.Properties.PolicyDocument.Statement;
  expect(statements.filter(({ Effect }) => Effect === 'Allow').map(({ Principal }) => Principal.Service)).toEqual([
    'cloudwatch.amazonaws.com',
  ]);
});

test('each log group is watched for lines that were dropped', () => {
  const groups = alarms
    .filter(({ MetricName }) => MetricName === 'DeliveryErrors')
    .map(({ Dimensions }) =>
      Object.fromEntries(Dimensions.map((one: { Name: string; Value: string }) => [one.Name, one.Value])),
    );
  expect(groups).toEqual([
    { LogGroupName: '/hosts/auth', DestinationType: 'Lambda', FilterName: 'Fail2edge' },
    { LogGroupName: '/web/error', DestinationType: 'Lambda', FilterName: 'Fail2edge' },
  ]);
});

test('log groups with names of 512 characters are watched under names that CloudWatch takes, each its own', () => {
  const groups = ['a', 'b'].map((end) => `/hosts/${'x'.repeat(504)}${end}`);
  const watching = Template.fromStack(
    new Fail2edgeStack(anApp(), 'Fail2edge', {
      ...{ root, lambdas: emptyHandlers() },
      ruleset: aRuleset([aJail('sshd', { loggroup: groups })], [anEdge('aws-waf')]),
    }),
  );
  const long = resourcesOf(watching, 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => Properties)
    .filter(({ MetricName }) => MetricName === 'DeliveryErrors');
  expect(new Set(long.map(({ AlarmName }) => AlarmName)).size).toBe(2);
  for (const { AlarmName, AlarmDescription } of long) {
    expect(AlarmName).toMatch(/^Fail2edge-delivery-errors \/hosts\/x+-[0-9a-f]{10}$/);
    expect(AlarmName).toHaveLength(255);
    expect(AlarmDescription).toBe('docs/operations.md, delivery-errors');
  }
  expect(long.map(({ Dimensions }) => Dimensions)).toEqual(
    groups.map((Value) => expect.arrayContaining([{ Name: 'LogGroupName', Value }])),
  );
});

test('each edge is watched for bans that do not fit, by the metric the functions write', () => {
  const lines: string[] = [];
  const metrics = createMetrics({ stack: 'Fail2edge', clock: () => 0, write: (line) => lines.push(line) });
  metrics.edge('aws-nacl', { overflow: 3, shadowed: 0, full: 100 });
  metrics.flush();
  const written = JSON.parse(lines.join(''));
  const [{ Namespace, Dimensions, Metrics }] = written._aws.CloudWatchMetrics;
  const watched = alarms.filter(({ MetricName }) => MetricName === 'overflow');
  expect(watched.map(({ AlarmName }) => AlarmName)).toEqual([
    'Fail2edge-overflow aws-waf',
    'Fail2edge-overflow aws-nacl',
  ]);
  const values = watched[1]?.Dimensions.map((one: { Name: string; Value: string }) => [one.Name, one.Value]);
  const names = values.map(([name]: [string]) => name).sort();
  expect(watched[1]?.Namespace).toBe(Namespace);
  expect(Metrics.map((metric: { Name: string }) => metric.Name)).toContain('overflow');
  expect(Dimensions.map((set: string[]) => [...set].sort())).toContainEqual(names);
  for (const [name, value] of values) expect(written[name]).toBe(value);
});

test('silence is bad where something must happen, and says nothing of a level', () => {
  const missing = (name: string) => alarms.find(({ AlarmName }) => headingOf(AlarmName) === name)?.TreatMissingData;
  expect(missing('expire-missing')).toBe('breaching');
  expect(missing('overflow')).toBe('ignore');
  expect(missing('detect-errors')).toBe('notBreaching');
});

test('a sink that is down is told of without a gap, though a run comes late: three in one of two half hours', () => {
  const refused = alarms.find(({ AlarmName }) => headingOf(AlarmName) === 'report-refused');
  expect(refused).toMatchObject({
    ...{ Statistic: 'SampleCount', Period: 1_800, Threshold: 3 },
    ...{ DatapointsToAlarm: 1, EvaluationPeriods: 2 },
  });
});

const byOrderOf = (order: readonly (string | undefined)[]) => (a: string, b: string) =>
  order.indexOf(a) - order.indexOf(b);
