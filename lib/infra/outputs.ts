import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ownLogGroup } from '../core/own-log-group';
import type { Ruleset } from '../core/ruleset';
import { watchedLogGroups } from '../core/subscription';

export interface OutputsProps {
  readonly ruleset: Ruleset;
  /** Whether somebody has to put a rule group into a web ACL. */
  readonly ruleGroupWaits: boolean;
  readonly tableName: string;
  readonly topicArn: string;
  readonly failuresUrl: string;
  readonly redeliveryId: string;
}

/** What the client finds the deployment by, and what an operator needs afterwards: outputs of the stack under these names. */
export class Outputs extends Construct {
  constructor(scope: Construct, id: string, props: OutputsProps) {
    super(scope, id);
    const { ruleset } = props;
    this.output('TableName', props.tableName, 'Counters and bans: the truth that the edges follow');
    this.output(
      'RulesetVersion',
      ruleset.version,
      'The configuration that is deployed; the client compares it with yours',
    );
    this.output('ReportTopicArn', props.topicArn, 'Subscribe to it: alarms, and reports where no mail can go');
    this.output('FailuresUrl', props.failuresUrl, 'Deliveries that failed for good: docs/operations.md');
    this.output('RedeliveryId', props.redeliveryId, 'Switch it on to deliver them again: docs/operations.md');
    this.output('NextStep', nextStep(props, Stack.of(this).stackName), 'What to do now');
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description }).overrideLogicalId(name);
  }
}

function nextStep({ ruleset, ruleGroupWaits }: OutputsProps, stack: string): string {
  const groups = watchedLogGroups(ruleset.jails).map(({ name }) => name);
  if (groups.length === 0)
    return 'No log group is watched yet: deploy with -c config=DIR, DIR laid out like /etc/fail2ban';
  const rules = ruleGroupWaits ? 'Add the rule group to your web ACL. ' : '';
  return `${rules}Send the hosts' logs to ${groups.join(', ')}. Bans are told in: aws logs tail ${ownLogGroup(stack, 'detect')}`;
}
