import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, run, start } from './processes';

/** On PyPI. */
const PACKAGE = 'ministack==1.5.33';
const START_SECONDS = 60;

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

export interface Emulator {
  readonly endpoint: string;
  /** What a program needs in its environment to find the emulator, and nothing of whoever runs the test. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts a new, empty emulator that listens on the loopback interface alone and keeps its files in `folder`. */
export async function startEmulator(root: string, folder: string): Promise<Emulator> {
  const command = await installed(root);
  const port = await freePort();
  const endpoint = `http://localhost:${port}`;
  const env = environment(folder, endpoint);
  const { child, output } = start(command, [], {
    ...env,
    ...{ BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port), SFTP_ENABLED: '0', STATE_DIR: join(folder, 'state') },
  });
  for (let tries = 0; !(await answers(endpoint)); tries++) {
    if (child.exitCode !== null || tries >= START_SECONDS * 4) throw new Error(`no emulator:\n${output()}`);
    await sleep(250);
  }
  return { endpoint, env, log: output, stop: () => end(child) };
}

const environment = (folder: string, endpoint: string) => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  TMPDIR: folder,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_S3: endpoint,
  // The emulator takes a key of twelve digits for the account.
  AWS_ACCESS_KEY_ID: ACCOUNT,
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  CDK_DISABLE_VERSION_CHECK: '1',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
});

/** The `ministack` command: of an earlier run, else of the path, else made now. */
async function installed(root: string): Promise<string> {
  const venv = join(root, 'node_modules/.cache/fail2edge', PACKAGE);
  const command = join(venv, 'bin/ministack');
  if (existsSync(command)) return command;
  const found = (process.env.PATH ?? '').split(':').map((folder) => join(folder, 'ministack'));
  const there = found.find((path) => existsSync(path));
  if (there !== undefined) return there;
  await run('python3', ['-m', 'venv', '--clear', venv], process.env);
  await run(join(venv, 'bin/pip'), ['install', '--quiet', PACKAGE], process.env);
  return command;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_ministack/ready`)).ok;
  } catch {
    return false;
  }
}
