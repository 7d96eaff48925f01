import { type AttributeValue, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { Seconds } from '../../core/ruleset';
import type { Bucket, Buckets } from '../../edges/ports';
import { bucketKey } from './keys';
import { conditionMet, type Item, keyAttributes, type Table } from './table';

/** A place this far ahead was not taken by a queue of ours: a clock was wrong, and nobody waits for it. */
const ABSURD: Seconds = 600;

/**
 * Token buckets of all processes, one small item each: the time of the next free place. A place is one write when the
 * bucket is free, two when it is not. Places are taken under conditions, so that no two requests get the same; one that is
 * taken twice, because an answer was lost, is a place too many and nothing worse.
 */
export function dynamoBuckets(table: Table): Buckets {
  return (name, rate) => bucketOf(table, name, 1 / rate);
}

function bucketOf(table: Table, name: string, width: Seconds): Bucket {
  const update = (change: Partial<UpdateItemCommandInput>): Promise<Item | undefined> =>
    conditionMet(
      table.client.send(
        new UpdateItemCommand({
          ...{ TableName: table.name, Key: keyAttributes(bucketKey(name)) },
          ...{ ExpressionAttributeNames: { '#free': 'free' }, ReturnValues: 'UPDATED_NEW', ...change },
        }),
      ),
    );
  return {
    reserve: async (now, latest) => {
      const taken = await update({
        UpdateExpression: 'SET #free = :next',
        ConditionExpression: 'attribute_not_exists(#free) OR #free <= :now OR #free > :absurd',
        ExpressionAttributeValues: { ':next': at(now + width), ':now': at(now), ':absurd': at(now + ABSURD) },
      });
      if (taken) return 0;
      const queued = await update({
        UpdateExpression: 'SET #free = #free + :width',
        ConditionExpression: '#free <= :latest',
        ExpressionAttributeValues: { ':width': at(width), ':latest': at(latest) },
      });
      return queued && Math.max(0, Number(queued.free?.N) - width - now);
    },
  };
}

const at = (time: Seconds): AttributeValue => ({ N: time.toFixed(3) });
