import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { dynamoClient } from '../../../lib/stores/dynamodb/client';
import { type LocalTable, startTable } from '../../support/dynalite';
import { ticket } from '../ban-contract';

const KEPT = { ...process.env };
let local: LocalTable;

beforeAll(async () => {
  local = await startTable();
});

afterAll(async () => {
  process.env = KEPT;
  await local.stop();
});

it('the client takes region, credentials and endpoint from the environment', async () => {
  process.env.AWS_ENDPOINT_URL_DYNAMODB = local.endpoint;
  process.env.AWS_REGION = 'eu-central-1';
  process.env.AWS_ACCESS_KEY_ID = 'local';
  process.env.AWS_SECRET_ACCESS_KEY = 'local';
  const client = dynamoClient(5);
  expect(await client.config.maxAttempts()).toBe(5);
  expect(await dynamoBans({ client, name: local.name }).put(ticket(), null)).toBe('written');
  expect(await dynamoBans(local).get('sshd', '192.0.2.1')).toEqual(ticket());
  client.destroy();
});

it('the client does not wait for ever for an answer that does not come', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const client = dynamoClient(1, 50);
  await expect(dynamoBans({ client, name: 'any' }).get('sshd', '192.0.2.1')).rejects.toThrow(/timeout|timed out/i);
  client.destroy();
  silent.closeAllConnections();
  await new Promise((done) => silent.close(done));
});

it('no store ever scans the table but the list of counters, which only the client loads', () => {
  const lib = join(__dirname, '../../../lib');
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const textOf = (file: string) => readFileSync(join(lib, file), 'utf8');
  const stores = files.filter((file) => file.startsWith('stores/dynamodb/'));
  expect(stores.length).toBeGreaterThan(8);
  const scanning = stores.filter((file) => /\bScan(Command)?\b|Batch(Get|Write)|Transact/.test(textOf(file)));
  expect(scanning).toEqual(['stores/dynamodb/counter-list.ts']);
  const loading = files.filter((file) => /from '.*\/counter-list'/.test(textOf(file)));
  expect(loading).toEqual(['cli/client/account/stores.ts']);
  expect(files.filter((file) => !file.startsWith('cli/') && /client\/account\/stores'/.test(textOf(file)))).toEqual([]);
});
