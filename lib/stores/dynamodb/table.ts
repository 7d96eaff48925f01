import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { UnreadableItemError } from '../../core/unreadable-item';
import { type ItemKey, PK, SK } from './keys';

export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

export type Item = Readonly<Record<string, AttributeValue>>;

/** An unreadable item of the table. */
export class TableItemError extends UnreadableItemError {
  override readonly name = 'TableItemError';
}

export const keyAttributes = (key: ItemKey): Record<string, AttributeValue> => ({
  [PK]: { S: key.pk },
  [SK]: { S: key.sk },
});

/** Consistent read of one item. */
export async function readItem(table: Table, key: ItemKey): Promise<Item | undefined> {
  const request = new GetItemCommand({ TableName: table.name, Key: keyAttributes(key), ConsistentRead: true });
  return (await table.client.send(request)).Item;
}

/** Query of all pages; consistent unless the query says otherwise. */
export const queryAll = (table: Table, query: Omit<QueryCommandInput, 'TableName'>): Promise<readonly Item[]> =>
  queryEach(table, query, (item) => [item]);

/** The same, read page by page, so that a hundred thousand items never are in memory at once. */
export async function queryEach<T>(
  table: Table,
  query: Omit<QueryCommandInput, 'TableName'>,
  read: (item: Item) => readonly T[],
): Promise<readonly T[]> {
  const all: T[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const input: QueryCommandInput = { ConsistentRead: true, ...query, TableName: table.name };
    const page = await table.client.send(new QueryCommand(from ? { ...input, ExclusiveStartKey: from } : input));
    for (const item of page.Items ?? []) all.push(...read(item));
    from = page.LastEvaluatedKey;
  } while (from);
  return all;
}

/** Whether the conditional write went through. Anything but a failed condition is thrown on. */
export const conditionHeld = async (write: Promise<unknown>): Promise<boolean> =>
  (await answered(write.then(() => true))) === true;

/** What a conditional write left behind; undefined: its condition failed. Anything else is thrown on. */
export async function conditionMet(
  write: Promise<{ readonly Attributes?: Item | undefined }>,
): Promise<Item | undefined> {
  const answer = await answered(write);
  return answer && (answer.Attributes ?? {});
}

async function answered<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

export function textOf(item: Item, name: string): string {
  const text = item[name]?.S;
  if (text === undefined) throw broken(item, name);
  return text;
}

export function numberOf(item: Item, name: string): number {
  const number = item[name]?.N;
  if (number === undefined) throw broken(item, name);
  return Number(number);
}

const broken = (item: Item, name: string): TableItemError =>
  new TableItemError(`item ${item[PK]?.S} ${item[SK]?.S}: attribute ${name} is missing or of another type`);

/** A TTL value: DynamoDB wants whole seconds. */
export const ttlOf = (expiresAt: number): AttributeValue => ({ N: String(Math.ceil(expiresAt)) });
