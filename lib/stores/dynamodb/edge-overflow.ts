import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { edgeKey, overflowKey, overflowPrefix, PK, SK } from './keys';
import { keyAttributes, queryAll, type Table, textOf } from './table';

/** An item holds 400 KB (DynamoDB quota), names and keys included. */
const PART_BYTES = 390_000;
const PART = 'part';
const INFLATED_LIMIT = 64 * 1024 * 1024;

/**
 * Lists of CIDRs that did not fit on an edge. They stand beside the edge's item, deflated and in parts: a list may be
 * longer than an item can hold, and the edge's own item must stay small, it is counted up for every kick. A list is
 * named by its digest, so a writer that lost its lease can never spoil another's.
 */
export interface OverflowLists {
  load(edge: string, digest: string): Promise<readonly string[]>;
  /** Stores the list and drops all others but `current`, the one the edge's item still names. */
  save(edge: string, list: readonly string[], current: string): Promise<void>;
}

/** Empty for an empty list. */
export const overflowDigest = (list: readonly string[]): string =>
  list.length === 0 ? '' : createHash('sha256').update(list.join('\n')).digest('hex').slice(0, 16);

export function overflowLists(table: Table): OverflowLists {
  /** The list of the last answer per edge: an idle minute reads it once in a process's life. */
  const known = new Map<string, { readonly digest: string; readonly list: readonly string[] }>();

  const parts = (edge: string, prefix: string) =>
    queryAll(table, {
      KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :prefix)',
      ExpressionAttributeNames: { '#pk': PK, '#sk': SK },
      ExpressionAttributeValues: { ':pk': { S: edgeKey(edge).pk }, ':prefix': { S: prefix } },
    });

  async function write(edge: string, digest: string, list: readonly string[]): Promise<void> {
    const bytes = deflateRawSync(list.join('\n'));
    for (let part = 0; part * PART_BYTES < bytes.length; part++) {
      const slice = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
      const Item = { ...keyAttributes(overflowKey(edge, digest, part)), [PART]: { B: slice } };
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    }
  }

  async function dropAllBut(edge: string, kept: readonly string[]): Promise<void> {
    for (const item of await parts(edge, overflowPrefix())) {
      const sk = textOf(item, SK);
      if (kept.some((digest) => sk.startsWith(overflowPrefix(digest)))) continue;
      const Key = keyAttributes({ pk: textOf(item, PK), sk });
      await table.client.send(new DeleteItemCommand({ TableName: table.name, Key }));
    }
  }

  return {
    load: async (edge, digest) => {
      if (digest === '') return [];
      const cached = known.get(edge);
      if (cached?.digest === digest) return cached.list;
      const list = listOf((await parts(edge, overflowPrefix(digest))).map((item) => item[PART]?.B ?? new Uint8Array()));
      known.set(edge, { digest, list });
      return list;
    },
    save: async (edge, list, current) => {
      const digest = overflowDigest(list);
      if (digest === current) return;
      await dropAllBut(edge, [digest, current]);
      if (digest !== '') await write(edge, digest, list);
    },
  };
}

/** Empty for parts that somebody damaged: what does not fit is told again by the next look, which must not fail for it. */
function listOf(parts: readonly Uint8Array[]): readonly string[] {
  if (parts.length === 0) return [];
  try {
    return inflateRawSync(Buffer.concat(parts), { maxOutputLength: INFLATED_LIMIT }).toString('utf8').split('\n');
  } catch {
    return [];
  }
}
