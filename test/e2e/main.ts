import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { furnish } from './account';
import { deployment } from './deployment';
import { type Emulator, startEmulator } from './ministack';
import { compareWithMoto } from './moto';
import { endAll } from './processes';
import { steps } from './steps';
import { story } from './story';

/**
 * `npm run test:e2e`: `cdk bootstrap`, `cdk deploy` and `cdk destroy` of the real stack in an emulator of AWS
 * (MiniStack), with real log lines in and bans on edges out; before it, our fakes of AWS against moto. Nothing is reached
 * but this machine, after the first run has fetched both from PyPI. Under four minutes.
 * FAIL2EDGE_E2E_LOG names a file for the emulator's log.
 */
async function main(): Promise<boolean> {
  const root = join(__dirname, '../..');
  // Where cdk.json is.
  process.chdir(root);
  const folder = mkdtempSync(join(tmpdir(), 'fail2edge-e2e-'));
  const leave = (): void => {
    endAll();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  process.once('exit', leave);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  const { step, sum } = steps();
  await compareWithMoto(root, step);
  let emulator: Emulator | undefined;
  await step('MiniStack starts', async () => {
    emulator = await startEmulator(root, folder);
    return emulator.command;
  });
  if (emulator === undefined) return sum();
  try {
    const account = await furnish(emulator);
    await story({ step, account, stack: deployment(root, folder, emulator, account) });
    return sum();
  } finally {
    await emulator.stop();
    if (process.env.FAIL2EDGE_E2E_LOG) writeFileSync(process.env.FAIL2EDGE_E2E_LOG, emulator.log());
  }
}

main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
