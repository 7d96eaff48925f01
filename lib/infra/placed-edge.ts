import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EdgeConfig } from '../core/ruleset';
import { edges as definitions } from '../edges';
import type { Permission } from '../edges/definition';
import type { Handler } from './handler';

/** An edge with the ids of what it writes to. */
export interface PlacedEdge {
  /** Ids in full, as its permissions want them. */
  readonly config: EdgeConfig;
  /** As the functions' environment holds it: long lists shortened. */
  readonly environment: EdgeConfig;
  /** The setup function made what it writes to, and has its rights already. */
  readonly made: boolean;
}

/** EDGES of the functions' environment. */
export const edgesVariable = (scope: Construct, edges: readonly PlacedEdge[]): string =>
  Stack.of(scope).toJsonString(edges.map(({ environment }) => environment));

/** Lets a function do what each edge says its writer needs, on that edge's resources. */
export function grantEdges(handler: Handler, edges: readonly PlacedEdge[]): void {
  for (const edge of edges) handler.allow(...rightsOn(handler, edge));
}

/** The same, until after a deploy by which the edge is changed: what it left behind can still be opened. */
export function grantEdgesUntilReplaced(handler: Handler, edges: readonly PlacedEdge[]): void {
  for (const edge of edges) handler.allowUntilReplaced(...rightsOn(handler, edge));
}

function rightsOn(handler: Handler, { config }: PlacedEdge): readonly Permission[] {
  const { partition, region, account } = Stack.of(handler);
  return definitions[config.kind].permissions(config, { partition, region, account });
}
