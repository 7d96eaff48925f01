import { dynamoBans } from '../../../stores/dynamodb/bans';
import { dynamoChanges } from '../../../stores/dynamodb/changes';
import { dynamoClient } from '../../../stores/dynamodb/client';
import { dynamoCounterList } from '../../../stores/dynamodb/counter-list';
import { dynamoCounters } from '../../../stores/dynamodb/counters';
import { dynamoDeployedEdges } from '../../../stores/dynamodb/deployed-edges';
import { dynamoEdgeStates } from '../../../stores/dynamodb/edge-states';
import { dynamoJournal } from '../../../stores/dynamodb/journal';
import { dynamoRuleMemory } from '../../../stores/dynamodb/rule-memory';

export type Stores = ReturnType<typeof openStores>;

/** Everything of a deployment's table that an operator reads or writes. */
export function openStores(name: string, { attempts, timeout }: { attempts: number; timeout: number }) {
  const client = dynamoClient(attempts, timeout);
  const table = { client, name };
  return {
    bans: dynamoBans(table),
    counters: { ...dynamoCounters(table), ...dynamoCounterList(table) },
    changes: dynamoChanges(table),
    edgeStates: dynamoEdgeStates(table),
    journal: dynamoJournal(table),
    deployedEdges: dynamoDeployedEdges(table),
    memory: dynamoRuleMemory(table),
    region: () => client.config.region(),
    close: () => client.destroy(),
  };
}
