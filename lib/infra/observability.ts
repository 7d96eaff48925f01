import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Ruleset } from '../core/ruleset';
import { watchedLogGroups } from '../core/subscription';
import { alarmName } from './alarm-name';
import * as alarms from './alarms';
import { Dashboard } from './dashboard';
import type { Handler } from './handler';
import type { BanTable } from './table';

export interface ObservabilityProps {
  readonly topic: ITopic;
  readonly failures: Queue;
  readonly table: BanTable;
  readonly ruleset: Ruleset;
  readonly handlers: { readonly [name in 'detect' | 'enforce' | 'expire' | 'protect' | 'report']: Handler } & {
    readonly [name in 'request' | 'lists']?: Handler;
  };
  /** Whether a dashboard is made. */
  readonly dashboard: boolean;
}

/** Every alarm, each named by its heading in docs/operations.md. No metric mathematics: one alarm, one metric. */
export class Observability extends Construct {
  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const action = new SnsAction(props.topic);
    const rules = [...this.functionRules(props), ...this.flowRules(props)];
    const made = rules.map((rule) => this.alarm(rule, action));
    if (props.dashboard) new Dashboard(this, 'Page', { ...props, alarms: made });
  }

  private functionRules({ handlers }: ObservabilityProps): readonly alarms.AlarmRule[] {
    const { detect, enforce, expire, protect, report, request, lists } = handlers;
    return [
      alarms.errorsOf(detect, 'detect-errors'),
      alarms.throttlesOf(detect, 'detect-throttles'),
      alarms.errorsOf(enforce, 'enforce-errors'),
      alarms.lateRecords(enforce, 'enforce-late', 120),
      { ...alarms.errorsOf(expire, 'expire-errors'), bad: 2, of: 2 },
      alarms.missingRuns(expire, 'expire-missing'),
      alarms.errorsOf(protect, 'protect-errors'),
      alarms.errorsOf(report, 'report-errors'),
      alarms.lateRecords(report, 'report-late', 900),
      alarms.refused(this, 'report-refused'),
      ...(request ? [alarms.errorsOf(request, 'request-errors')] : []),
      ...(lists ? [alarms.errorsOf(lists, 'lists-errors')] : []),
    ];
  }

  private flowRules({ failures, table, ruleset }: ObservabilityProps): readonly alarms.AlarmRule[] {
    const { tableName } = table.table;
    return [
      alarms.waiting(failures, 'failures-waiting'),
      alarms.unreadable(this, 'unreadable-tickets'),
      ...ruleset.edges.map(({ name }) => alarms.levelOf(this, name, 'overflow')),
      ...ruleset.edges
        .filter(({ kind }) => kind === 'aws-nacl')
        .map(({ name }) => alarms.levelOf(this, name, 'shadowed')),
      alarms.tableThrottles(tableName, 'ReadThrottleEvents', 'table-read-throttles'),
      alarms.tableThrottles(tableName, 'WriteThrottleEvents', 'table-write-throttles'),
      ...watchedLogGroups(ruleset.jails).map(({ name }) =>
        alarms.undelivered(name, Stack.of(this).stackName, 'delivery-errors'),
      ),
    ];
  }

  private alarm(rule: alarms.AlarmRule, action: SnsAction): Alarm {
    const { metric, threshold, bad, of, about, mustHappen = false } = rule;
    const id = about ? `${rule.name} ${about}` : rule.name;
    const alarm = new Alarm(this, id, {
      alarmName: alarmName(`${Stack.of(this).stackName}-${id}`),
      alarmDescription: `docs/operations.md, ${rule.name}`,
      metric,
      threshold,
      datapointsToAlarm: bad,
      evaluationPeriods: of,
      comparisonOperator: mustHappen
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missingData(rule),
    });
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  }
}

function missingData({ mustHappen, level }: alarms.AlarmRule): TreatMissingData {
  if (mustHappen) return TreatMissingData.BREACHING;
  return level ? TreatMissingData.IGNORE : TreatMissingData.NOT_BREACHING;
}
