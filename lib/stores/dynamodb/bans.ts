import { randomUUID } from 'node:crypto';
import { PutItemCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Ban } from '../../core/ban';
import type { BanStore } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';
import { banItem, banOf } from './ban-item';
import { BAN_PARTITIONS, banKey, banPartition, banPrefix, DUE, LIVE_INDEX, PK, SK, WRITTEN_BY } from './keys';
import { conditionHeld, queryAll, readItem, type Table } from './table';

type Query = Omit<QueryCommandInput, 'TableName'>;

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

  const due = (partition: string, before: Seconds): Query => ({
    IndexName: LIVE_INDEX,
    KeyConditionExpression: '#pk = :pk AND #due < :before',
    ExpressionAttributeNames: { '#pk': PK, '#due': DUE },
    ExpressionAttributeValues: { ':pk': { S: partition }, ':before': { N: String(before) } },
  });

  const whole = (partition: string): Query => ({
    KeyConditionExpression: '#pk = :pk',
    ExpressionAttributeNames: { '#pk': PK },
    ExpressionAttributeValues: { ':pk': { S: partition } },
  });

  async function ofAllPartitions(query: (partition: string) => Query): Promise<readonly Ban[]> {
    const partitions = Array.from({ length: BAN_PARTITIONS }, (_, index) => banPartition(index));
    const items = await Promise.all(partitions.map((partition) => queryAll(table, query(partition))));
    return items.flat().map(banOf);
  }

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
    live: () => ofAllPartitions((partition) => ({ ...whole(partition), IndexName: LIVE_INDEX })),
    due: (clock) => ofAllPartitions((partition) => due(partition, clock)),
    all: () => ofAllPartitions(whole),
  };
}
