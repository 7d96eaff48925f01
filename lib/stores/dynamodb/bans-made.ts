import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { BansMade } from '../../core/ports';
import { bansMadeKey, TTL } from './keys';
import { keyAttributes, type Table, ttlOf } from './table';

/** An hour after its minute nobody asks for the item any more. */
const GARBAGE = 3600;

/** New bans of all instances on the table: a small item a jail and minute. */
export function dynamoBansMade(table: Table): BansMade {
  return {
    add: async (jail, minute, bans) => {
      const request = new UpdateItemCommand({
        ...{ TableName: table.name, Key: keyAttributes(bansMadeKey(jail, minute)), ReturnValues: 'UPDATED_NEW' },
        UpdateExpression: 'ADD #bans :bans SET #ttl = :ttl',
        ExpressionAttributeNames: { '#bans': 'bans', '#ttl': TTL },
        ExpressionAttributeValues: { ':bans': { N: String(bans) }, ':ttl': ttlOf(minute * 60 + GARBAGE) },
      });
      return Number((await table.client.send(request)).Attributes?.bans?.N);
    },
  };
}
