import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface NoticesProps {
  /** Mail address that gets alarms and the reports SES cannot deliver; it must confirm. */
  readonly notify?: string | undefined;
  /** Where a notice ends that could not be delivered to it. */
  readonly failures: IQueue;
}

/** The topic people subscribe to: alarms, notices, and reports where no mail can go. */
export class Notices extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { notify, failures }: NoticesProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'fail2edge', enforceSSL: true });
    // A topic with a policy of its own has lost the default one, under which alarms of the account may publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (notify) this.topic.addSubscription(new EmailSubscription(notify, { deadLetterQueue: failures }));
  }
}
