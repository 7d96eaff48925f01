import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { OWN_RANGES, type OwnRangesProperties } from '../runtime/setup-resource';
import { acknowledge } from './acknowledge';
import type { Sources } from './bundle';
import { Handler } from './handler';
import type { BanTable } from './table';

export interface ProtectionProps {
  readonly table: BanTable;
  readonly sources: Sources;
}

/** What is ours, and what AWS reaches us from, is looked up and never banned. It reads the network and writes one item. */
export class Protection extends Construct {
  readonly handler: Handler;
  /** Exists once the ranges are known. */
  readonly known: CustomResource;

  constructor(scope: Construct, id: string, { table, sources }: ProtectionProps) {
    super(scope, id);
    this.handler = new Handler(this, 'Handler', {
      name: 'protect',
      description: 'fail2edge: looks up our own ranges and those AWS reaches us from, which are never banned',
      sources,
      memorySize: 256,
      timeout: Duration.minutes(2),
      environment: { table: table.table.tableName },
    });
    table.grant(this.handler, ['changes'], ['GetItem', 'PutItem']);
    this.allowLooking();
    this.known = new CustomResource(this, 'Ranges', {
      resourceType: OWN_RANGES,
      serviceToken: this.handler.function.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: { code: this.handler.codeKey } satisfies OwnRangesProperties,
    });
    this.known.node.addDependency(this.handler.role);
    this.lookEveryHour();
  }

  private allowLooking(): void {
    const { partition, region } = Stack.of(this);
    this.handler.allow(
      {
        actions: [
          'ec2:DescribeAddresses',
          'ec2:DescribeManagedPrefixLists',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeVpcs',
        ],
        resources: ['*'],
        why: 'Describe actions of EC2 have no resource level',
      },
      {
        actions: ['ec2:GetManagedPrefixListEntries'],
        resources: [`arn:${partition}:ec2:${region}:aws:prefix-list/*`],
        why: "these are AWS's own lists, public and read only; their ids differ from Region to Region",
      },
    );
  }

  private lookEveryHour(): void {
    const rule = new Rule(this, 'Hour', {
      description: 'fail2edge: looks up our own ranges',
      schedule: Schedule.rate(Duration.hours(1)),
    });
    rule.addTarget(new LambdaFunction(this.handler.function, { retryAttempts: 2, maxEventAge: Duration.minutes(30) }));
    this.handler.function.configureAsyncInvoke({ retryAttempts: 2, maxEventAge: Duration.minutes(30) });
    const nothingIsLost =
      'The call carries nothing: the next hour looks again, what was known stays known, an alarm tells';
    acknowledge(rule, { 'Serverless-EventBusDLQ': nothingIsLost });
    acknowledge(this.handler.function, { 'Serverless-LambdaAsyncFailureDestination': nothingIsLost });
  }
}
