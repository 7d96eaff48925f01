import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mayMail, recentMails } from '../../core/mail-budget';
import type { MailBudget } from '../../core/report';
import type { Seconds } from '../../core/ruleset';
import { TTL } from './keys';
import { budgetKey } from './report-keys';
import { conditionHeld, keyAttributes, readItem, type Table, ttlOf } from './table';

const DAY: Seconds = 86_400;
/** Another run took one at the same moment: looked at again this often. */
const TRIES = 3;

/** The times of a recipient's mails of the last day, one item, replaced under its version: that forgets a refusal, too. */
export function dynamoMailBudget(table: Table): MailBudget {
  return {
    take: async (recipient, now) => {
      for (let tries = 0; tries < TRIES; tries++) {
        const item = await readItem(table, budgetKey(recipient));
        const sent = recentMails(JSON.parse(item?.sent?.S ?? '[]') as readonly Seconds[], now);
        if (!mayMail(sent, now)) return { kind: 'held', refused: item?.refused?.BOOL === true };
        if (await put(table, recipient, [...sent, now], Number(item?.version?.N ?? 0))) return { kind: 'taken' };
      }
      return { kind: 'held', refused: false };
    },
    refused: async (recipient) => {
      await conditionHeld(
        table.client.send(
          new UpdateItemCommand({
            TableName: table.name,
            Key: keyAttributes(budgetKey(recipient)),
            UpdateExpression: 'SET refused = :yes',
            // An item without the times of mails would not expire.
            ConditionExpression: 'attribute_exists(version)',
            ExpressionAttributeValues: { ':yes': { BOOL: true } },
          }),
        ),
      );
    },
  };
}

function put(table: Table, recipient: string, sent: readonly Seconds[], version: number): Promise<boolean> {
  const fresh = version === 0;
  return conditionHeld(
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: {
          ...keyAttributes(budgetKey(recipient)),
          sent: { S: JSON.stringify(sent) },
          version: { N: String(version + 1) },
          [TTL]: ttlOf((sent.at(-1) ?? 0) + DAY),
        },
        ConditionExpression: fresh ? 'attribute_not_exists(version)' : 'version = :version',
        ...(fresh ? {} : { ExpressionAttributeValues: { ':version': { N: String(version) } } }),
      }),
    ),
  );
}
