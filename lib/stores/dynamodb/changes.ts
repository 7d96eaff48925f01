import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type Changes, NO_CHANGES } from '../../core/changes';
import type { ChangeStore } from '../../core/ports';
import { changesKey, WRITTEN_BY } from './keys';
import {
  conditionHeld,
  type Item,
  keyAttributes,
  numberOf,
  readItem,
  type Table,
  TableItemError,
  textOf,
} from './table';

const CHANGES = 'changes';

/** What operators changed, on the table: one item, the changes as JSON beside their version. */
export function dynamoChanges(table: Table): ChangeStore {
  return {
    get: async () => {
      const item = await readItem(table, changesKey);
      return item ? changesOf(item) : NO_CHANGES;
    },
    put: async ({ version, ...changes }) => {
      const writtenBy = { S: randomUUID() };
      const request = new PutItemCommand({
        TableName: table.name,
        Item: {
          ...keyAttributes(changesKey),
          version: { N: String(version) },
          [CHANGES]: { S: JSON.stringify(changes) },
          [WRITTEN_BY]: writtenBy,
        },
        // The last part is for the SDK's own retry after an answer was lost: the write is ours, not a conflict.
        ConditionExpression: `${version === 1 ? 'attribute_not_exists(#key)' : '#key = :previous'} OR #by = :by`,
        ExpressionAttributeNames: { '#key': 'version', '#by': WRITTEN_BY },
        ExpressionAttributeValues: {
          ':by': writtenBy,
          ...(version > 1 && { ':previous': { N: String(version - 1) } }),
        },
      });
      return (await conditionHeld(table.client.send(request))) ? 'written' : 'conflict';
    },
  };
}

/** @throws TableItemError: who is spared must not be guessed. */
function changesOf(item: Item): Changes {
  const version = numberOf(item, 'version');
  try {
    return { ...NO_CHANGES, ...(JSON.parse(textOf(item, CHANGES)) as Partial<Changes>), version };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new TableItemError(`what was changed at run time cannot be read: ${cause.message}`);
  }
}
