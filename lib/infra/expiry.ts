import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct, type IDependable } from 'constructs';
import { acknowledge } from './acknowledge';
import type { Sources } from './bundle';
import { Handler } from './handler';
import { edgesVariable, grantEdges, type PlacedEdge } from './placed-edge';
import type { BanTable } from './table';

export interface ExpiryProps {
  readonly table: BanTable;
  readonly sources: Sources;
  readonly edges: readonly PlacedEdge[];
  /** What must stand before the first minute, and until after the last. */
  readonly after: IDependable;
}

/** Every minute: lifts the bans that are over and looks whether an edge still equals the table. */
export class Expiry extends Construct {
  readonly handler: Handler;

  constructor(scope: Construct, id: string, { table, sources, edges, after }: ExpiryProps) {
    super(scope, id);
    this.handler = new Handler(this, 'Handler', {
      name: 'expire',
      description: 'fail2edge: lifts bans that are over, repairs edges that differ from the table',
      sources,
      memorySize: 512,
      timeout: Duration.minutes(5),
      environment: { table: table.table.tableName, edges: edgesVariable(this, edges) },
    });
    table.grant(this.handler, ['changes'], ['GetItem']);
    table.grant(this.handler, ['bans'], ['GetItem', 'Query', 'PutItem']);
    table.grant(this.handler, ['edges'], ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem']);
    grantEdges(this.handler, edges);
    const rule = new Rule(this, 'Minute', {
      description: 'fail2edge: the minute by which bans end',
      schedule: Schedule.rate(Duration.minutes(1)),
    });
    // A minute that failed is not repeated: the next one does its work.
    rule.addTarget(new LambdaFunction(this.handler.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }));
    this.handler.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    const nothingIsLost =
      'The call carries nothing: what a minute could not do is done by the next, and alarms watch both';
    acknowledge(rule, { 'Serverless-EventBusDLQ': nothingIsLost });
    acknowledge(this.handler.function, { 'Serverless-LambdaAsyncFailureDestination': nothingIsLost });
    rule.node.addDependency(after);
  }
}
