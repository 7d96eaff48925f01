import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { CHANGED_INDEX, DUE, LIVE_INDEX, PK, SK, WRITTEN_AT } from '../../lib/stores/dynamodb/keys';
import type { Table } from '../../lib/stores/dynamodb/table';

export interface LocalTable extends Table {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The table as the stack makes it, less what an emulator without TTL and streams cannot hold. */
export const tableInput = (name: string): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: PK, AttributeType: 'S' },
    { AttributeName: SK, AttributeType: 'S' },
    { AttributeName: DUE, AttributeType: 'N' },
    { AttributeName: WRITTEN_AT, AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: PK, KeyType: 'HASH' },
    { AttributeName: SK, KeyType: 'RANGE' },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: LIVE_INDEX,
      KeySchema: [
        { AttributeName: PK, KeyType: 'HASH' },
        { AttributeName: DUE, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: CHANGED_INDEX,
      KeySchema: [
        { AttributeName: PK, KeyType: 'HASH' },
        { AttributeName: WRITTEN_AT, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
});

/**
 * An empty table on an in-process dynalite (loopback, a free port), or on `DYNAMODB_TEST_ENDPOINT` when that is set: all
 * that uses it is then judged by what answers there.
 */
export async function startTable(): Promise<LocalTable> {
  const given = process.env.DYNAMODB_TEST_ENDPOINT;
  const { endpoint, close } = given ? { endpoint: given, close: async () => {} } : await listen();
  const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials: CREDENTIALS });
  const stop = async () => {
    client.destroy();
    await close();
  };
  return { ...(await newTable({ client })), endpoint, stop };
}

/** Another empty table beside the given one, under a name nobody used. */
export async function newTable({ client }: Pick<Table, 'client'>): Promise<Table> {
  const name = `fail2edge-${randomUUID()}`;
  await client.send(new CreateTableCommand(tableInput(name)));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.01 }, { TableName: name });
  return { client, name };
}

async function listen(): Promise<{ endpoint: string; close: () => Promise<void> }> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => new Promise((done) => server.close(() => done())) };
}
