import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** Where deliveries end that failed for good, with what was delivered: two weeks to find out why and repeat them. */
export class Failures extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // Six times as long as detect may take, as Lambda asks of a queue it reads.
      visibilityTimeout: Duration.minutes(6),
    });
    const itIsTheLast =
      'It is the dead-letter queue itself: of invocations, streams and subscriptions, which no rule looks at';
    acknowledge(this.queue, { 'AwsSolutions-SQS3': itIsTheLast, 'Serverless-SQSRedrivePolicy': itIsTheLast });
  }
}
