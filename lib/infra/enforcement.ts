import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import type { Sources } from './bundle';
import { Handler } from './handler';
import { edgesVariable, grantEdges, type PlacedEdge } from './placed-edge';
import { type BanTable, LIVE_BAN_CHANGED } from './table';
import { TableStream } from './table-stream';

export interface EnforcementProps {
  readonly table: BanTable;
  readonly sources: Sources;
  readonly edges: readonly PlacedEdge[];
  readonly failures: IQueue;
  /** What must stand before the first kick, and until after the last. */
  readonly after: IDependable;
}

/** The table's bans onto the edges, a second or two after they change. It reads bans and writes edges, never a ban. */
export class Enforcement extends Construct {
  readonly handler: Handler;

  constructor(scope: Construct, id: string, { table, sources, edges, failures, after }: EnforcementProps) {
    super(scope, id);
    this.handler = new Handler(this, 'Handler', {
      name: 'enforce',
      description: 'fail2edge: makes each edge equal to the table',
      sources,
      memorySize: 512,
      timeout: Duration.minutes(5),
      environment: { table: table.table.tableName, edges: edgesVariable(this, edges) },
    });
    table.grant(this.handler, ['changes'], ['GetItem']);
    table.grant(this.handler, ['bans'], ['GetItem', 'Query']);
    table.grant(this.handler, ['edges'], ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem']);
    grantEdges(this.handler, edges);
    const stream = new TableStream(this, 'Stream', {
      table,
      handler: this.handler,
      filters: LIVE_BAN_CHANGED,
      window: Duration.seconds(1),
      failures,
    });
    stream.mapping.node.addDependency(after);
  }
}
