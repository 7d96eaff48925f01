import { Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EdgeMetric } from '../core/metric';
import { METRICS_NAMESPACE } from '../runtime/environment';
import type { Handler } from './handler';
import { logGroupMetric } from './log-group-metric';

/** One alarm; `name` is its heading in docs/operations.md. */
export interface AlarmRule {
  readonly name: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Periods of the metric that must be bad, out of how many. */
  readonly bad: number;
  readonly of: number;
  /** Told apart from others of its name by what it is about. */
  readonly about?: string;
  /** The metric counts what must happen: it is bad below the threshold, and silence is bad. @default false */
  readonly mustHappen?: boolean;
  /** The metric is a level, told when somebody looks: silence says that it is as it was. @default false */
  readonly level?: boolean;
}

const EACH_MINUTE = { period: Duration.minutes(1) };
const FIVE_MINUTES = { period: Duration.minutes(5) };

export const errorsOf = (handler: Handler, name: string): AlarmRule => ({
  name,
  metric: handler.function.metricErrors(FIVE_MINUTES),
  threshold: 1,
  bad: 1,
  of: 1,
});

export const throttlesOf = (handler: Handler, name: string): AlarmRule => ({
  name,
  metric: handler.function.metricThrottles(FIVE_MINUTES),
  threshold: 1,
  bad: 3,
  of: 3,
});

/** Seconds a stream record has waited. */
export const lateRecords = (handler: Handler, name: string, seconds: number): AlarmRule => ({
  name,
  metric: handler.function.metric('IteratorAge', { ...EACH_MINUTE, statistic: Stats.MAXIMUM }),
  threshold: seconds * 1000,
  bad: 3,
  of: 5,
});

export const missingRuns = (handler: Handler, name: string): AlarmRule => ({
  name,
  metric: handler.function.metricInvocations(FIVE_MINUTES),
  threshold: 1,
  bad: 1,
  of: 1,
  mustHappen: true,
});

/** A level of an edge, as its last look told (our own metric, from the functions' log). */
export const levelOf = (scope: Construct, edge: string, level: EdgeMetric): AlarmRule => ({
  name: level,
  about: edge,
  metric: new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: level,
    dimensionsMap: { stack: Stack.of(scope).stackName, edge },
    statistic: Stats.MAXIMUM,
    ...FIVE_MINUTES,
  }),
  threshold: 1,
  bad: 1,
  of: 1,
  level: true,
});

/** Tickets on the table that cannot be read; told whenever one is come across. */
export const unreadable = (scope: Construct, name: string): AlarmRule => ({
  name,
  metric: new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: 'unreadable',
    dimensionsMap: { stack: Stack.of(scope).stackName },
    statistic: Stats.SUM,
    ...FIVE_MINUTES,
  }),
  threshold: 1,
  bad: 1,
  of: 1,
});

/**
 * Runs that found a recipient who takes nothing. There is one every ten minutes, so three are half an hour; of two half
 * hours one is enough, for a run a second late would end the alarm.
 */
export const refused = (scope: Construct, name: string): AlarmRule => ({
  name,
  metric: new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: 'refused',
    dimensionsMap: { stack: Stack.of(scope).stackName },
    statistic: Stats.SAMPLE_COUNT,
    period: Duration.minutes(30),
  }),
  threshold: 3,
  bad: 1,
  of: 2,
});

export const waiting = (queue: Queue, name: string): AlarmRule => ({
  name,
  metric: queue.metricApproximateNumberOfMessagesVisible({ ...EACH_MINUTE, statistic: Stats.MAXIMUM }),
  threshold: 1,
  bad: 1,
  of: 1,
});

/** CloudWatch Logs gave up on lines of this group: they were never looked at. */
export const undelivered = (logGroup: string, filterName: string, name: string): AlarmRule => ({
  name,
  about: logGroup,
  metric: logGroupMetric(logGroup, filterName, {
    metricName: 'DeliveryErrors',
    statistic: Stats.SUM,
    ...FIVE_MINUTES,
  }),
  threshold: 1,
  bad: 1,
  of: 1,
});

export const tableThrottles = (tableName: string, metricName: string, name: string): AlarmRule => ({
  name,
  metric: new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: tableName },
    statistic: Stats.SUM,
    ...FIVE_MINUTES,
  }),
  threshold: 1,
  bad: 3,
  of: 3,
});
