import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { Construct, type IDependable } from 'constructs';
import { BANS, type BansProperties } from '../runtime/setup-resource';
import type { Sources } from './bundle';
import { Handler } from './handler';
import { edgesVariable, grantEdgesUntilReplaced, type PlacedEdge } from './placed-edge';
import type { BanTable } from './table';

export interface SetupProps {
  readonly table: BanTable;
  readonly sources: Sources;
}

/** What happens at deploy and at destroy: `lambdas/setup.ts` answers the stack's custom resources. */
export class Setup extends Construct {
  readonly handler: Handler;

  constructor(scope: Construct, id: string, { table, sources }: SetupProps) {
    super(scope, id);
    this.handler = new Handler(this, 'Handler', {
      name: 'setup',
      description: 'fail2edge: makes the IP sets, compares every edge after a deploy, lifts every ban before a destroy',
      sources,
      memorySize: 512,
      timeout: Duration.minutes(15),
      environment: { table: table.table.tableName, ownAccount: Stack.of(this).account },
    });
    table.grant(this.handler, ['changes'], ['GetItem', 'PutItem']);
    table.grant(this.handler, ['bans'], ['GetItem', 'Query', 'PutItem']);
    table.grant(this.handler, ['edges'], ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem']);
  }

  /**
   * The bans on the edges. What detects must depend on it: it is made after the edges' sets and before the first log
   * line, and deleted after the last log line and before the sets. A deploy that changes neither code, configuration
   * nor edges leaves it alone; what others change on an edge is found by the minute's look. What an edge of before
   * left behind is opened by rights that end after it: each edge's are a policy of their own.
   * @param after what must stand before the first comparison
   */
  keepBans(edges: readonly PlacedEdge[], after: IDependable): CustomResource {
    grantEdgesUntilReplaced(
      this.handler,
      edges.filter(({ made }) => !made),
    );
    const bans = new CustomResource(this, 'Bans', {
      resourceType: BANS,
      serviceToken: this.handler.function.functionArn,
      serviceTimeout: Duration.minutes(16),
      properties: { edges: edgesVariable(this, edges), code: this.handler.codeKey } satisfies BansProperties,
    });
    bans.node.addDependency(this.handler.role, after);
    return bans;
  }
}
