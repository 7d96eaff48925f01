import { UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { Failure } from '../../core/ban';
import type { CounterKey, CounterStore } from '../../core/ports';
import { counterKey, FAILURES, TTL } from './keys';
import { fromMember, toMember } from './member';
import { type Item, keyAttributes, readItem, type Table, ttlOf } from './table';

/**
 * Counters on the table: one item each, its failures one string set. `ADD` is idempotent and commutative, so duplicates,
 * disorder and parallel batches need no condition.
 */
export function dynamoCounters(table: Table): CounterStore {
  const update = (key: CounterKey, change: Partial<UpdateItemCommandInput>) =>
    table.client.send(new UpdateItemCommand({ TableName: table.name, Key: keyAttributes(counterKey(key)), ...change }));
  const get = async (key: CounterKey) => failuresOf(await readItem(table, counterKey(key)));

  return {
    get,
    add: async (key, failures, expiresAt) => {
      if (failures.length === 0) return get(key);
      const { Attributes } = await update(key, {
        UpdateExpression: 'ADD #f :f SET #ttl = :ttl',
        ExpressionAttributeNames: { '#f': FAILURES, '#ttl': TTL },
        ExpressionAttributeValues: { ':f': membersOf(failures), ':ttl': ttlOf(expiresAt) },
        ReturnValues: 'ALL_NEW',
      });
      return failuresOf(Attributes);
    },
    remove: async (key, failures) => {
      if (failures.length === 0) return;
      await update(key, {
        UpdateExpression: 'DELETE #f :f',
        ExpressionAttributeNames: { '#f': FAILURES },
        ExpressionAttributeValues: { ':f': membersOf(failures) },
      });
    },
  };
}

const membersOf = (failures: readonly Failure[]) => ({ SS: [...new Set(failures.map(toMember))] });

export function failuresOf(item: Item | undefined): readonly Failure[] {
  return (item?.[FAILURES]?.SS ?? []).flatMap((member) => fromMember(member) ?? []);
}
