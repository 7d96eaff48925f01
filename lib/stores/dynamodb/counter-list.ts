import { type AttributeValue, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { CounterList } from '../../core/ports';
import { failuresOf } from './counters';
import { counterOfPartition, counterPrefix, FAILURES, PK } from './keys';
import type { Item, Table } from './table';

/** Parts of the table that are read at the same time; a page is 1 MB. */
const SEGMENTS = 8;

/**
 * The counters on the table. Each is a partition of its own, so they can only be listed by reading everything that is
 * there: one read unit for 4 KB of the table, whatever of it is a counter. In a file of its own, as no function may do it.
 */
export function dynamoCounterList(table: Table): CounterList {
  return {
    each: async (tell, jail) => {
      const told = (item: Item) => {
        const key = counterOfPartition(item[PK]?.S ?? '');
        const failures = failuresOf(item);
        if (key && failures.length > 0) tell(key, failures);
      };
      const segments = Array.from({ length: SEGMENTS }, (_, Segment) => ({ ...query(jail), Segment }));
      await Promise.all(segments.map((segment) => scan(table, segment, told)));
    },
  };
}

const query = (jail: string | undefined): Omit<ScanCommandInput, 'TableName'> => ({
  ...{ TotalSegments: SEGMENTS, ConsistentRead: true, ProjectionExpression: '#pk, #f' },
  FilterExpression: 'begins_with(#pk, :prefix) AND attribute_exists(#f)',
  ExpressionAttributeNames: { '#pk': PK, '#f': FAILURES },
  ExpressionAttributeValues: { ':prefix': { S: counterPrefix(jail) } },
});

async function scan(
  table: Table,
  input: Omit<ScanCommandInput, 'TableName'>,
  read: (item: Item) => void,
): Promise<void> {
  let from: Record<string, AttributeValue> | undefined;
  do {
    const request = { ...input, TableName: table.name, ...(from && { ExclusiveStartKey: from }) };
    const page = await table.client.send(new ScanCommand(request));
    for (const item of page.Items ?? []) read(item);
    from = page.LastEvaluatedKey;
  } while (from);
}
