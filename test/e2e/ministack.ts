import { join } from 'node:path';
import { startPythonServer } from './python-server';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

export interface Emulator {
  readonly command: string;
  readonly endpoint: string;
  /** What a program needs in its environment to find the emulator, and nothing of whoever runs the test. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts a new, empty emulator that listens on the loopback interface alone and keeps its files in `folder`. */
export async function startEmulator(root: string, folder: string): Promise<Emulator> {
  const own = { BIND_HOST: '127.0.0.1', SFTP_ENABLED: '0', STATE_DIR: join(folder, 'state') };
  const { command, port, log, stop } = await startPythonServer(root, {
    package: 'ministack==1.5.33',
    command: 'ministack',
    args: () => [],
    env: (port) => ({ ...environment(folder, port), ...own, GATEWAY_PORT: String(port) }),
    ready: '/_ministack/ready',
  });
  return { command, endpoint: endpointOf(port), env: environment(folder, port), log, stop };
}

const endpointOf = (port: number): string => `http://localhost:${port}`;

const environment = (folder: string, port: number) => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  TMPDIR: folder,
  AWS_ENDPOINT_URL: endpointOf(port),
  AWS_ENDPOINT_URL_S3: endpointOf(port),
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
