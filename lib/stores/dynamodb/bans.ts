import { randomUUID } from 'node:crypto';
import { PutItemCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Ban } from '../../core/ban';
import type { BanStore } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';
import { banItem, banOf } from './ban-item';
import { BAN_PARTITIONS, banKey, banPartition, banPrefix, DUE, LIVE_INDEX, PK, SK, WRITTEN_BY } from './keys';
import { conditionHeld, queryAll, readItem, type Table } from './table';

/** Ban tickets on the table, in a known number of partitions, so that all live ones can be read consistently. */
export function dynamoBans(table: Table): BanStore {
  async function put(ban: Ban, expiresAt: Seconds | null): Promise<'written' | 'conflict'> {
    const writtenBy = { S: randomUUID() };
    const first = ban.version === 1;
    const request = new PutItemCommand({
      TableName: table.name,
      Item: { ...banItem(ban, expiresAt), [WRITTEN_BY]: writtenBy },
      // The second half is for the SDK's own retry after an answer was lost: the write is ours, not a conflict.
      ConditionExpression: `${first ? 'attribute_not_exists(#key)' : '#key = :previous'} OR #by = :by`,
      ExpressionAttributeNames: { '#key': first ? PK : 'version', '#by': WRITTEN_BY },
      ExpressionAttributeValues: { ':by': writtenBy, ...(!first && { ':previous': { N: String(ban.version - 1) } }) },
    });
    return (await conditionHeld(table.client.send(request))) ? 'written' : 'conflict';
  }

  async function liveBans(partition: number, before?: Seconds): Promise<readonly Ban[]> {
    const due: Partial<QueryCommandInput> =
      before === undefined
        ? { KeyConditionExpression: '#pk = :pk', ExpressionAttributeNames: { '#pk': PK } }
        : {
            KeyConditionExpression: '#pk = :pk AND #due < :before',
            ExpressionAttributeNames: { '#pk': PK, '#due': DUE },
          };
    const items = await queryAll(table, {
      IndexName: LIVE_INDEX,
      ...due,
      ExpressionAttributeValues: {
        ':pk': { S: banPartition(partition) },
        ...(before !== undefined && { ':before': { N: String(before) } }),
      },
    });
    return items.map(banOf);
  }

  const ofAllPartitions = async (before?: Seconds): Promise<readonly Ban[]> =>
    (await Promise.all(Array.from({ length: BAN_PARTITIONS }, (_, index) => liveBans(index, before)))).flat();

  return {
    get: async (jail, ip) => {
      const item = await readItem(table, banKey(jail, ip));
      return item && banOf(item);
    },
    ofIp: async (ip) => {
      const items = await queryAll(table, {
        KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :prefix)',
        ExpressionAttributeNames: { '#pk': PK, '#sk': SK },
        ExpressionAttributeValues: { ':pk': { S: banKey('', ip).pk }, ':prefix': { S: banPrefix(ip) } },
      });
      return items.map(banOf);
    },
    put,
    live: () => ofAllPartitions(),
    due: (clock) => ofAllPartitions(clock),
  };
}
