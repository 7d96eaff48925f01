import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import type { Handler } from './handler';

export interface RedeliveryProps {
  /** Takes its own failures again. */
  readonly detect: Handler;
  readonly failures: IQueue;
}

/**
 * The way back from the failures queue to detect. It is made switched off, for what failed would fail again until somebody
 * looked why; an operator switches it on and off (docs/operations.md, failures-waiting). Switched off it costs nothing.
 */
export class Redelivery extends Construct {
  /** Names the mapping in `aws lambda update-event-source-mapping`. */
  readonly mappingId: string;

  constructor(scope: Construct, id: string, { detect, failures }: RedeliveryProps) {
    super(scope, id);
    detect.allow({
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: [failures.queueArn],
    });
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: detect.function,
      eventSourceArn: failures.queueArn,
      enabled: false,
      // Of a batch whose last delivery runs out of the function's time none would be acknowledged, of one delivery that one.
      batchSize: 1,
      // The least there is: whatever failed must not fill the account's concurrency.
      maxConcurrency: 2,
      reportBatchItemFailures: true,
    });
    acknowledge(mapping, {
      'Serverless-LambdaEventSourceMappingDestination':
        'It reads the failures queue itself: what fails again stays there, with the two weeks it was given',
    });
    mapping.node.addDependency(detect);
    this.mappingId = mapping.eventSourceMappingId;
  }
}
