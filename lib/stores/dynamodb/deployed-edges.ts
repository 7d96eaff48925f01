import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { EdgeConfig } from '../../core/ruleset';
import { deployedEdgesKey } from './keys';
import { keyAttributes, readItem, type Table, textOf } from './table';

const EDGES = 'edges';

/** What the edges of the deployment write to: kept at deploy, for operators who look at them. */
export interface DeployedEdges {
  /** undefined: no deploy has said it yet. */
  load(): Promise<readonly EdgeConfig[] | undefined>;
  save(edges: readonly EdgeConfig[]): Promise<void>;
}

/** On the table: one item, the list as JSON. */
export function dynamoDeployedEdges(table: Table): DeployedEdges {
  return {
    load: async () => {
      const item = await readItem(table, deployedEdgesKey);
      return item && (JSON.parse(textOf(item, EDGES)) as readonly EdgeConfig[]);
    },
    save: async (edges) => {
      const Item = { ...keyAttributes(deployedEdgesKey), [EDGES]: { S: JSON.stringify(edges) } };
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    },
  };
}
