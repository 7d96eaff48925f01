import { readdirSync, readFileSync } from 'node:fs';
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

it('no store ever scans the table', () => {
  const folder = join(__dirname, '../../../lib/stores/dynamodb');
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  expect(sources.length).toBeGreaterThan(8);
  for (const source of sources) expect(source).not.toMatch(/\bScan(Command)?\b|Batch(Get|Write)|Transact/);
});
