import { randomUUID } from 'node:crypto';
import { PutItemCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Ban } from '../../core/ban';
import type { BanStore, Clock } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';
import { UnreadableItemError } from '../../core/unreadable-item';
import { banItem, banOf, standingOf } from './ban-item';
import * as keys from './keys';
import { conditionHeld, type Item, queryEach, readItem, type Table } from './table';

const { PK, SK, DUE, WRITTEN_AT } = keys;

type Query = Omit<QueryCommandInput, 'TableName'>;

/** A ticket that cannot be read, as far as its key names it. */
export interface Unreadable {
  readonly jail: string | undefined;
  /** Which item, and what is wrong with it. */
  readonly message: string;
}

export interface DynamoBansOptions {
  /** When a ticket is written. @default the machine's clock */
  readonly clock?: Clock;
  /** Told of each ticket that cannot be read, whenever it is come across. @default nobody is */
  readonly onUnreadable?: (unreadable: Unreadable) => void;
}

/** Ban tickets on the table, in a known number of partitions, so that all live ones can be read consistently. */
export function dynamoBans(table: Table, options: DynamoBansOptions = {}): BanStore {
  const { clock = () => Date.now() / 1000, onUnreadable = () => undefined } = options;

  async function put(ban: Ban, expiresAt: Seconds | null): Promise<'written' | 'conflict'> {
    const writtenBy = { S: randomUUID() };
    const first = ban.version === 1;
    const request = new PutItemCommand({
      TableName: table.name,
      Item: {
        ...banItem(ban, expiresAt),
        ...{ [WRITTEN_AT]: { N: clock().toFixed(3) }, [keys.WRITTEN_BY]: writtenBy },
      },
      // The second half is for the SDK's own retry after an answer was lost: the write is ours, not a conflict.
      ConditionExpression: `${first ? 'attribute_not_exists(#key)' : '#key = :previous'} OR #by = :by`,
      ExpressionAttributeNames: { '#key': first ? PK : 'version', '#by': keys.WRITTEN_BY },
      ExpressionAttributeValues: { ':by': writtenBy, ...(!first && { ':previous': { N: String(ban.version - 1) } }) },
    });
    return (await conditionHeld(table.client.send(request))) ? 'written' : 'conflict';
  }

  const { skipped, standing } = readers(onUnreadable);

  async function all<T>(
    query: (partition: string) => Query,
    read: (item: Item) => readonly T[],
  ): Promise<readonly T[]> {
    const partitions = Array.from({ length: keys.BAN_PARTITIONS }, (_, index) => keys.banPartition(index));
    return (await Promise.all(partitions.map((partition) => queryEach(table, query(partition), read)))).flat();
  }

  return {
    get: async (jail, ip) => {
      const item = await readItem(table, keys.banKey(jail, ip));
      if (!item) return undefined;
      const [ban] = skipped(item);
      // What was wrong with it has been told; whoever asks for it alone must not take it for "no ban".
      return ban ?? banOf(item);
    },
    ofIp: (ip) => queryEach(table, ofIp(ip), standing),
    put,
    live: () => all((partition) => ({ ...whole(partition), IndexName: keys.LIVE_INDEX }), standing),
    due: (now) => all((partition) => after(partition, keys.LIVE_INDEX, [DUE, '<', now]), skipped),
    all: () => all(whole, skipped),
    changedSince: async (time) => {
      const query = (partition: string) => changed(after(partition, keys.CHANGED_INDEX, [WRITTEN_AT, '>', time]));
      return newestByJail(await all(query, (item) => [item]));
    },
  };
}

/** How tickets are read; each that cannot be is told of. */
function readers(onUnreadable: NonNullable<DynamoBansOptions['onUnreadable']>) {
  const read = (item: Item, instead: (item: Item) => Ban | undefined): readonly Ban[] => {
    try {
      return [banOf(item)];
    } catch (error) {
      if (!(error instanceof UnreadableItemError)) throw error;
      onUnreadable({ jail: keys.ticketOfSortKey(item[SK]?.S ?? '')?.jail, message: error.message });
      const other = instead(item);
      return other ? [other] : [];
    }
  };
  return {
    /** Without those that cannot be read. */
    skipped: (item: Item) => read(item, () => undefined),
    /** In place of those, what their key and index say. */
    standing: (item: Item) => read(item, standingOf),
  };
}

const whole = (partition: string): Query => ({
  KeyConditionExpression: '#pk = :pk',
  ExpressionAttributeNames: { '#pk': PK },
  ExpressionAttributeValues: { ':pk': { S: partition } },
});

const ofIp = (ip: string): Query => ({
  KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :prefix)',
  ExpressionAttributeNames: { '#pk': PK, '#sk': SK },
  ExpressionAttributeValues: { ':pk': { S: keys.banKey('', ip).pk }, ':prefix': { S: keys.banPrefix(ip) } },
});

/** Items of a partition whose index key is before or after a time. */
const after = (partition: string, IndexName: string, [key, sign, time]: [string, '<' | '>', Seconds]): Query => ({
  IndexName,
  KeyConditionExpression: `#pk = :pk AND #key ${sign} :time`,
  ExpressionAttributeNames: { '#pk': PK, '#key': key },
  ExpressionAttributeValues: { ':pk': { S: partition }, ':time': { N: String(time) } },
});

/** A global index cannot be read consistently. */
const changed = (query: Query): Query => ({ ...query, ConsistentRead: false });

function newestByJail(items: readonly Item[]): ReadonlyMap<string, Seconds> {
  const newest = new Map<string, Seconds>();
  for (const item of items) {
    const jail = keys.ticketOfSortKey(item[SK]?.S ?? '')?.jail;
    const at = Number(item[WRITTEN_AT]?.N);
    if (jail !== undefined) newest.set(jail, Math.max(newest.get(jail) ?? 0, at));
  }
  return newest;
}
