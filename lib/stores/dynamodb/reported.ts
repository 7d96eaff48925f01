import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Reported } from '../../core/report';
import { TTL } from './keys';
import { reportedKey } from './report-keys';
import { keyAttributes, readItem, type Table, ttlOf } from './table';

/** What services were told lately, an item each; TTL removes it some time after it stopped to matter. */
export function dynamoReported(table: Table): Reported {
  return {
    last: async (key) => {
      const at = (await readItem(table, reportedKey(key)))?.at?.N;
      return at === undefined ? undefined : Number(at);
    },
    mark: async (key, at, expiresAt) => {
      const Item = { ...keyAttributes(reportedKey(key)), at: { N: String(at) }, [TTL]: ttlOf(expiresAt) };
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    },
  };
}
