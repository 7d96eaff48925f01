import { Annotations, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { watchedLogGroups } from '../core/subscription';
import { Fail2edge, type Fail2edgeProps } from './fail2edge';
import { ownLogGroup } from './log-groups';

export interface Fail2edgeStackProps extends StackProps, Fail2edgeProps {}

/** The one stack. What an operator needs afterwards is among its outputs. */
export class Fail2edgeStack extends Stack {
  constructor(scope: Construct, id: string, props: Fail2edgeStackProps) {
    super(scope, id, { description: "fail2ban at the cloud's edge", ...props });
    const { table, notices, failures, redelivery } = new Fail2edge(this, 'Fail2edge', props);
    this.output('TableName', table.table.tableName, 'Counters and bans: the truth that the edges follow');
    this.output(
      'RulesetVersion',
      props.ruleset.version,
      'The configuration that is deployed; the client compares it with yours',
    );
    this.output('ReportTopicArn', notices.topic.topicArn, 'Subscribe to it: alarms, and reports where no mail can go');
    this.output('FailuresUrl', failures.queue.queueUrl, 'Deliveries that failed for good: docs/operations.md');
    this.output('RedeliveryId', redelivery.mappingId, 'Switch it on to deliver them again: docs/operations.md');
    this.output('NextStep', nextStep(props, this.stackName), 'What to do now');
    if (props.ruleset.jails.length > 0) return;
    Annotations.of(this).addWarningV2(
      'fail2edge:no-jail',
      'No jail is enabled: nothing is watched, nothing is banned.',
    );
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}

function nextStep({ ruleset, webAcl, loadBalancers }: Fail2edgeProps, stack: string): string {
  const groups = watchedLogGroups(ruleset.jails).map(({ name }) => name);
  if (groups.length === 0)
    return 'No log group is watched yet: deploy with -c config=DIR, DIR laid out like /etc/fail2ban';
  const waf = ruleset.edges.some(({ kind }) => kind === 'aws-waf') && !webAcl && !loadBalancers?.length;
  const rules = waf ? 'Add the rule group to your web ACL. ' : '';
  return `${rules}Send the hosts' logs to ${groups.join(', ')}. Bans are told in: aws logs tail ${ownLogGroup(stack, 'detect')}`;
}
