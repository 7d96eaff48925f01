import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clock, SessionStore } from '../../core/ports';
import { sessionKey, TTL } from './keys';
import { type Item, keyAttributes, readItem, type Table, ttlOf } from './table';

const STATE = 'state';

/** Session states on the table; what TTL has not removed yet reads as absent once its time is past. */
export function dynamoSessions(table: Table, clock: Clock): SessionStore {
  return {
    load: async (key) => {
      const item = await readItem(table, sessionKey(key));
      return item && expiryOf(item) >= clock() ? item[STATE]?.S : undefined;
    },
    save: async (key, state, expiresAt) => {
      const Item = { ...keyAttributes(sessionKey(key)), [STATE]: { S: state }, [TTL]: ttlOf(expiresAt) };
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    },
  };
}

/** One without a time has expired: a session is a help, and never worth a batch. */
const expiryOf = (item: Item): number => Number(item[TTL]?.N ?? Number.NEGATIVE_INFINITY);
