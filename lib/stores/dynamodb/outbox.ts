import { randomUUID } from 'node:crypto';
import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Ban } from '../../core/ban';
import { type Box, type Outbox, reportId } from '../../core/report';
import type { Seconds } from '../../core/ruleset';
import { DUE, LIVE_INDEX, PK, SK, TTL } from './keys';
import { BOXES, boxKey, entryKey, mailPartition } from './report-keys';
import { conditionHeld, type Item, keyAttributes, queryAll, type Table, textOf, ttlOf } from './table';

/** Writes under way at once. */
const AT_ONCE = 16;

/**
 * The outbox on the table. A ban's entry is in the live index (attribute `due`) while it waits, so that a box is read
 * without its marks. A box counts how often something was added; closing it empty notes the count that opening it saw, so
 * an addition in between is never overlooked.
 */
export function dynamoOutbox(table: Table): Outbox {
  return {
    add: async (recipient, bans, expiresAt) => {
      await eachOf(bans, (ban) => addEntry(table, recipient, ban, expiresAt));
      if (bans.length > 0) await countAddition(table, recipient);
    },
    recipients: async () => (await allBoxes(table)).filter(isWaiting).map((box) => textOf(box, SK)),
    open: (recipient, now, until) => open(table, recipient, now, until),
    close: async (box, sent, expiresAt) => {
      await eachOf(sent, (ban) => markSent(table, box.recipient, ban, expiresAt));
      await giveBack(table, box, sent.length === box.bans.length);
    },
  };
}

/** One conditional write; an entry that is there, waiting or reported, stays as it is. */
async function addEntry(table: Table, recipient: string, ban: Ban, expiresAt: Seconds): Promise<void> {
  await conditionHeld(
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: {
          ...keyAttributes(entryKey(recipient, reportId(ban))),
          ban: { S: JSON.stringify(ban) },
          [DUE]: { N: String(ban.time) },
          [TTL]: ttlOf(expiresAt),
        },
        ConditionExpression: 'attribute_not_exists(#pk)',
        ExpressionAttributeNames: { '#pk': PK },
      }),
    ),
  );
}

async function countAddition(table: Table, recipient: string): Promise<void> {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: keyAttributes(boxKey(recipient)),
      UpdateExpression: 'ADD added :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
}

const allBoxes = (table: Table): Promise<readonly Item[]> =>
  queryAll(table, {
    KeyConditionExpression: '#pk = :pk',
    ExpressionAttributeNames: { '#pk': PK },
    ExpressionAttributeValues: { ':pk': { S: BOXES } },
  });

const isWaiting = (box: Item): boolean => box.added !== undefined && box.added.N !== box.emptied?.N;

async function open(table: Table, recipient: string, now: Seconds, until: Seconds): Promise<Box | undefined> {
  const lease = randomUUID();
  let added = '';
  const held = await conditionHeld(
    table.client
      .send(
        new UpdateItemCommand({
          TableName: table.name,
          Key: keyAttributes(boxKey(recipient)),
          UpdateExpression: 'SET lease = :lease, leaseEnd = :until',
          ConditionExpression: 'attribute_exists(#pk) AND (attribute_not_exists(lease) OR leaseEnd <= :now)',
          ExpressionAttributeNames: { '#pk': PK },
          ExpressionAttributeValues: {
            ':lease': { S: lease },
            ':until': { N: String(until) },
            ':now': { N: String(now) },
          },
          ReturnValues: 'ALL_NEW',
        }),
      )
      .then(({ Attributes }) => {
        added = Attributes?.added?.N ?? '';
      }),
  );
  if (!held) return undefined;
  return { recipient, token: `${added} ${lease}`, bans: await waitingBans(table, recipient, now) };
}

async function waitingBans(table: Table, recipient: string, now: Seconds): Promise<readonly Ban[]> {
  const items = await queryAll(table, {
    IndexName: LIVE_INDEX,
    KeyConditionExpression: '#pk = :pk',
    ExpressionAttributeNames: { '#pk': PK },
    ExpressionAttributeValues: { ':pk': { S: mailPartition(recipient) } },
  });
  return items.filter((item) => Number(item[TTL]?.N) > now).map((item) => JSON.parse(textOf(item, 'ban')) as Ban);
}

async function markSent(table: Table, recipient: string, ban: Ban, expiresAt: Seconds): Promise<void> {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: keyAttributes(entryKey(recipient, reportId(ban))),
      UpdateExpression: 'SET #ttl = :ttl REMOVE #due, ban',
      ExpressionAttributeNames: { '#ttl': TTL, '#due': DUE },
      ExpressionAttributeValues: { ':ttl': ttlOf(expiresAt) },
    }),
  );
}

async function giveBack(table: Table, box: Box, emptied: boolean): Promise<void> {
  const [added = '', lease = ''] = box.token.split(' ');
  const note = emptied && added !== '';
  await conditionHeld(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: keyAttributes(boxKey(box.recipient)),
        UpdateExpression: note ? 'SET emptied = :added REMOVE lease, leaseEnd' : 'REMOVE lease, leaseEnd',
        ConditionExpression: 'lease = :lease',
        ExpressionAttributeValues: { ':lease': { S: lease }, ...(note ? { ':added': { N: added } } : {}) },
      }),
    ),
  );
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
