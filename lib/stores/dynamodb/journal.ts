import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { JOURNAL_LIFE, type Journal, type JournalEntry } from '../../core/journal';
import { JOURNAL_PARTITION, journalSortKey, PK, SK, TTL } from './keys';
import { type Item, keyAttributes, numberOf, queryAll, type Table, textOf, ttlOf } from './table';

/** What operators said, on the table: one item each, gone after a month. */
export function dynamoJournal(table: Table): Journal {
  return {
    add: async ({ time, by, said, events, more }) => {
      const Item = {
        ...keyAttributes({ pk: JOURNAL_PARTITION, sk: journalSortKey(time, randomUUID()) }),
        time: { N: String(time) },
        by: { S: by },
        said: { S: said },
        events: { S: JSON.stringify(events) },
        more: { N: String(more) },
        [TTL]: ttlOf(time + JOURNAL_LIFE),
      };
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    },
    since: async (time) => {
      const items = await queryAll(table, {
        KeyConditionExpression: '#pk = :pk AND #sk >= :from',
        ExpressionAttributeNames: { '#pk': PK, '#sk': SK },
        ExpressionAttributeValues: { ':pk': { S: JOURNAL_PARTITION }, ':from': { S: journalSortKey(time, '') } },
      });
      return items.map(entryOf);
    },
  };
}

const entryOf = (item: Item): JournalEntry => ({
  time: numberOf(item, 'time'),
  by: textOf(item, 'by'),
  said: textOf(item, 'said'),
  events: JSON.parse(textOf(item, 'events')) as JournalEntry['events'],
  more: numberOf(item, 'more'),
});
