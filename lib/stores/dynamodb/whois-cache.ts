import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { networkName, type WhoisAnswer } from '../../core/report';
import type { Seconds } from '../../core/ruleset';
import { TTL } from './keys';
import { WHOIS, whoisCacheKey } from './report-keys';
import { keyAttributes, type Table, textOf, ttlOf } from './table';

/** Lines of a registry's text that are remembered: a report prints 80, and an item is read by the kilobyte. */
const LINES = 80;
const LENGTH = 200;

/**
 * Networks looked at of one block: a /24 has no more, and who cuts his /48 into ever more networks costs us a page. What is
 * not looked at is asked for again.
 */
const NETWORKS = 256;

/** Registries' answers on the table, shared by every report function. A structural `WhoisCache`. */
export function dynamoWhoisCache(table: Table) {
  return {
    get: async (block: string, now: Seconds): Promise<readonly WhoisAnswer[]> => {
      const { Items = [] } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :block)',
          ExpressionAttributeValues: { ':pk': { S: WHOIS }, ':block': { S: `${block} ` } },
          ConsistentRead: true,
          Limit: NETWORKS,
        }),
      );
      return Items.filter((item) => Number(item[TTL]?.N) > now).map(
        (item) => JSON.parse(textOf(item, 'answer')) as WhoisAnswer,
      );
    },
    put: async (block: string, answer: WhoisAnswer, expiresAt: Seconds): Promise<void> => {
      const Item = {
        ...keyAttributes(whoisCacheKey(block, networkName(answer))),
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
