import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Handler } from './handler';
import type { BanTable } from './table';

export interface TableStreamProps {
  readonly table: BanTable;
  readonly handler: Handler;
  /** Event patterns; a record that none of them fits costs nothing. */
  readonly filters: readonly object[];
  /** How long records are gathered; at most 300 s. */
  readonly window: Duration;
  /** Where a batch goes that failed for good. */
  readonly failures: IQueue;
}

/** Kicks a function when the table's bans change (docs/adr/0001). */
export class TableStream extends Construct {
  readonly mapping: EventSourceMapping;

  constructor(scope: Construct, id: string, props: TableStreamProps) {
    super(scope, id);
    const { table, handler } = props;
    handler.allow({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      resources: [table.streamArn],
    });
    this.mapping = new EventSourceMapping(this, 'Mapping', {
      target: handler.function,
      eventSourceArn: table.streamArn,
      // A mapping is listening some time after it was made: nothing of that time is missed.
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: props.filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
      batchSize: 1000,
      maxBatchingWindow: props.window,
      bisectBatchOnError: true,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(6),
      onFailure: new SqsDlq(props.failures),
    });
  }
}
