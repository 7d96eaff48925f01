import { CfnAlarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnRuleGroup, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { IConstruct } from 'constructs';
import type { Ruleset } from '../../core/ruleset';
import type { Made } from './estimate';

const MINUTES_OF_A_MONTH = 30 * 24 * 60;
const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

/** Counts what stands below a construct. */
export function madeBy(construct: IConstruct, { jails, edges }: Ruleset): Made {
  const all = construct.node.findAll();
  const count = (isOne: (one: IConstruct) => boolean): number => all.filter(isOne).length;
  return {
    alarms: count((one) => one instanceof CfnAlarm),
    dashboards: count((one) => one instanceof CfnDashboard),
    webAcls: count((one) => one instanceof CfnWebACL),
    ruleGroups: count((one) => one instanceof CfnRuleGroup),
    jails: jails.length,
    edges: edges.length,
    scheduled: all.reduce((sum, one) => sum + (one instanceof CfnRule ? runsOf(one.scheduleExpression) : 0), 0),
  };
}

/** Runs a month of `rate(10 minutes)`. */
function runsOf(expression: string | undefined): number {
  const [, every, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression ?? '') ?? [];
  const minutes = MINUTES[unit];
  return every === undefined || minutes === undefined ? 0 : MINUTES_OF_A_MONTH / (Number(every) * minutes);
}
