import { Duration, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { JailMetric } from '../core/metric';
import type { Ruleset } from '../core/ruleset';
import { watchedLogGroups } from '../core/subscription';
import { METRICS_NAMESPACE } from '../runtime/environment';
import type { Handler } from './handler';
import { logGroupMetric } from './log-group-metric';
import type { BanTable } from './table';

export interface DashboardProps {
  readonly ruleset: Ruleset;
  /** Those that are made. */
  readonly handlers: Readonly<Record<string, Handler | undefined>>;
  readonly table: BanTable;
  readonly alarms: readonly Alarm[];
}

const PERIOD = Duration.minutes(5);
/** A dashboard is 24 wide. */
const THIRD = { width: 8, height: 6 };
const QUARTER = { width: 6, height: 6 };
const WHOLE = { width: 24 };

/** The deployment on one page: is anything wrong, what the jails do, how far behind the edges are, what it uses. */
export class Dashboard extends Construct {
  private readonly stack: string;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    this.stack = Stack.of(this).stackName;
    new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: `${this.stack}-${Stack.of(this).region}`,
      defaultInterval: Duration.hours(24),
      widgets: [
        [heading('Alarms', 'Each is explained under its name in docs/operations.md.')],
        ...alarmRows(props.alarms),
        [
          heading(
            'Jails',
            'Failures found, bans made, failures that nobody is banned for; lines that no jail understands.',
          ),
        ],
        this.jailRow(props.ruleset, ['found', 'banned', 'ignored']),
        this.jailRow(props.ruleset, ['unparsed', 'clock', 'lag']),
        [
          heading(
            'Edges',
            'Bans that do not fit, how much of the room is taken, and how long changes of the table waited.',
          ),
        ],
        this.edgeRow(props),
        [heading('Work', 'What is paid for: lines delivered, the functions’ time, the table’s requests.')],
        this.workRow(props),
      ],
    });
  }

  private jailRow({ jails }: Ruleset, metrics: readonly (JailMetric | 'lag')[]): IWidget[] {
    return metrics.flatMap((name) =>
      graph(
        name === 'lag' ? 'lag, seconds' : name,
        jails.map(({ name: jail }) => this.own(name, { jail }, name === 'lag' ? Stats.MAXIMUM : Stats.SUM)),
      ),
    );
  }

  private edgeRow({ ruleset, handlers }: DashboardProps): IWidget[] {
    const waited = handlers.enforce?.function.metric('IteratorAge', { period: PERIOD, statistic: Stats.MAXIMUM });
    return [
      ...graph(
        'overflow, ranges',
        ruleset.edges.map(({ name }) => this.own('overflow', { edge: name }, Stats.MAXIMUM)),
      ),
      ...graph(
        'room taken, percent',
        ruleset.edges.map(({ name }) => this.own('full', { edge: name }, Stats.MAXIMUM)),
      ),
      ...graph('change to edge, milliseconds', present(waited)),
    ];
  }

  private workRow({ ruleset, handlers, table }: DashboardProps): IWidget[] {
    const delivered = watchedLogGroups(ruleset.jails).map(({ name }) => this.forwarded(name));
    const { tableName } = table.table;
    const units = ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'];
    return [
      ...graph('lines delivered', delivered, QUARTER),
      ...graph(
        'invocations',
        Object.entries(handlers).flatMap(([name, one]) => (one ? [invocations(one, name)] : [])),
        QUARTER,
      ),
      ...graph(
        'duration, milliseconds',
        Object.entries(handlers).flatMap(([name, one]) => durationOf(one, name)),
        QUARTER,
      ),
      ...graph(
        'table, units',
        units.map((metricName) => sum('AWS/DynamoDB', metricName, { TableName: tableName })),
        QUARTER,
      ),
    ];
  }

  private own(metricName: string, about: Record<string, string>, statistic: string): Metric {
    return new Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { stack: this.stack, ...about },
      label: Object.values(about).join(' '),
      statistic,
      period: PERIOD,
    });
  }

  /** CloudWatch Logs counts what a subscription filter let through. */
  private forwarded(logGroup: string): IMetric {
    const what = { metricName: 'ForwardedLogEvents', statistic: Stats.SUM, period: PERIOD, label: logGroup };
    return logGroupMetric(logGroup, this.stack, what);
  }
}

function sum(namespace: string, metricName: string, dimensionsMap: Record<string, string>): Metric {
  return new Metric({ namespace, metricName, dimensionsMap, label: metricName, statistic: Stats.SUM, period: PERIOD });
}

/** As many alarms as one widget takes (CloudWatch, "Dashboard body structure", alarm widgets). */
const SHOWN = 100;

function alarmRows(alarms: readonly Alarm[]): IWidget[][] {
  const rows = Array.from({ length: Math.ceil(alarms.length / SHOWN) }, (_, row) => row * SHOWN);
  return rows.map((from) => [new AlarmStatusWidget({ ...WHOLE, height: 4, alarms: alarms.slice(from, from + SHOWN) })]);
}

const heading = (title: string, text: string): TextWidget =>
  new TextWidget({ ...WHOLE, height: 2, markdown: `## ${title}\n${text}` });

/** CloudWatch takes no graph without a metric: then there is none. */
const graph = (title: string, left: readonly IMetric[], size = THIRD): IWidget[] =>
  left.length === 0 ? [] : [new GraphWidget({ ...size, title, left: [...left], leftYAxis: { min: 0 } })];

const present = (metric: IMetric | undefined): readonly IMetric[] => (metric ? [metric] : []);

const durationOf = (handler: Handler | undefined, label: string): readonly IMetric[] =>
  present(handler?.function.metricDuration({ period: PERIOD, statistic: Stats.p(95), label }));

const invocations = (handler: Handler, label: string): Metric =>
  handler.function.metricInvocations({ period: PERIOD, label });
