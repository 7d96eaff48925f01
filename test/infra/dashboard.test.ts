import { Template } from 'aws-cdk-lib/assertions';
import { Fail2edgeStack } from '../../lib/infra/fail2edge-stack';
import { createMetrics } from '../../lib/runtime/metrics';
import { aJail, anEdge, aRuleset, emptyHandlers, root } from './ruleset';
import { anApp } from './scratch';
import { resourcesOf } from './template';

const lambdas = emptyHandlers();
const jails = [aJail('sshd', { loggroup: ['/hosts/auth'] }), aJail('nginx', { loggroup: ['/web/error'] })];
const synth = (dashboard?: boolean, watched = jails) =>
  Template.fromStack(
    new Fail2edgeStack(anApp(), 'Fail2edge', {
      ...{ root, lambdas },
      ruleset: aRuleset(watched, [anEdge('aws-nacl', { networkacl: 'acl-11111111' })]),
      ...(dashboard === undefined ? {} : { dashboard }),
    }),
  );
const template = synth();

interface Widget {
  readonly type: string;
  readonly properties: { readonly title?: string; readonly metrics?: readonly string[][]; readonly alarms?: string[] };
}

/** The page as CloudWatch reads it; what CloudFormation fills in stands as `?`. */
const widgetsOf = (of: Template): readonly Widget[] =>
  resourcesOf(of, 'AWS::CloudWatch::Dashboard').flatMap(({ Properties }) => {
    const parts: readonly (string | object)[] = Properties.DashboardBody['Fn::Join'][1];
    return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : '?')).join('')).widgets;
  });
const widgets = widgetsOf(template);
const graphed = (title: string) =>
  widgets
    .find(({ properties }) => properties.title === title)
    ?.properties.metrics?.map((metric) => metric.slice(0, -1));

describe('the dashboard', () => {
  test('is one page, and none when it is not wanted', () => {
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    synth(false).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });

  test('shows every alarm', () => {
    const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []);
    expect(shown).toHaveLength(Object.keys(template.findResources('AWS::CloudWatch::Alarm')).length);
  });

  test('shows more alarms than one widget takes (100) in several, each alarm once', () => {
    const groups = Array.from({ length: 90 }, (_, n) => aJail(`j${n}`, { loggroup: [`/hosts/auth-${n}`] }));
    const page = synth(true, groups);
    const shown = widgetsOf(page).flatMap(({ properties }) => (properties.alarms ? [properties.alarms.length] : []));
    const made = Object.keys(page.findResources('AWS::CloudWatch::Alarm')).length;
    expect(made).toBeGreaterThan(100);
    expect(Math.max(...shown)).toBeLessThanOrEqual(100);
    expect(shown.reduce((sum, one) => sum + one, 0)).toBe(made);
  });

  test('shows what the functions write, jail by jail, under the very names they use', () => {
    const lines: string[] = [];
    const metrics = createMetrics({ stack: 'Fail2edge', clock: () => 0, write: (line) => lines.push(line) });
    for (const name of ['found', 'banned', 'ignored', 'unparsed', 'clock'] as const) metrics.count('sshd', name);
    metrics.lag('sshd', 3);
    metrics.flush();
    const written = JSON.parse(lines.join(''));
    const [{ Namespace, Dimensions, Metrics }] = written._aws.CloudWatchMetrics;
    for (const { Name } of Metrics) {
      const dimensions = Dimensions[0].flatMap((name: string) => [name, written[name]]);
      const first = graphed(Name === 'lag' ? 'lag, seconds' : Name)?.[0];
      expect([first?.slice(0, 2), new Set(first?.slice(2))]).toEqual([[Namespace, Name], new Set(dimensions)]);
    }
  });

  test('has a line for each jail, edge and log group', () => {
    expect(graphed('found')).toHaveLength(2);
    expect(graphed('overflow, ranges')).toHaveLength(1);
    expect(graphed('room taken, percent')).toHaveLength(1);
    expect(graphed('lines delivered')).toHaveLength(2);
    expect(graphed('invocations')).toHaveLength(5);
  });

  test('holds no graph without a metric, which CloudWatch would refuse', () => {
    for (const page of [template, synth(true, [])]) {
      const graphs = widgetsOf(page).filter(({ type }) => type === 'metric');
      expect(graphs.length).toBeGreaterThan(4);
      for (const { properties } of graphs) expect(properties.metrics?.length).toBeGreaterThan(0);
    }
  });
});
