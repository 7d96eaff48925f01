import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { WhoisAnswer } from '../../core/report';
import type { Seconds } from '../../core/ruleset';
import { TTL } from './keys';
import { whoisCacheKey } from './report-keys';
import { keyAttributes, readItem, type Table, textOf, ttlOf } from './table';

/** Lines of a registry's text that are remembered: a report prints 80, and an item is read by the kilobyte. */
const LINES = 80;
const LENGTH = 200;

/** Registries' answers on the table, shared by every report function. A structural `WhoisCache`. */
export function dynamoWhoisCache(table: Table) {
  return {
    get: async (key: string, now: Seconds): Promise<WhoisAnswer | undefined> => {
      const item = await readItem(table, whoisCacheKey(key));
      return item && Number(item[TTL]?.N) > now ? (JSON.parse(textOf(item, 'answer')) as WhoisAnswer) : undefined;
    },
    put: async (key: string, answer: WhoisAnswer, expiresAt: Seconds): Promise<void> => {
      const Item = {
        ...keyAttributes(whoisCacheKey(key)),
        answer: { S: JSON.stringify(compact(answer)) },
        [TTL]: ttlOf(expiresAt),
      };
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    },
  };
}

function compact(answer: WhoisAnswer): WhoisAnswer {
  if (answer.kind === 'none') return answer;
  const { record } = answer;
  const text = record.text.slice(0, LINES).map((line) => line.slice(0, LENGTH));
  return { kind: 'found', record: { ...record, text, truncated: record.truncated || record.text.length > LINES } };
}
