import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Ruleset } from '../lib/core/ruleset';
import { bundle } from '../lib/infra/bundle';

const ROOT = join(__dirname, '..');

/** The detect function as it is deployed: its size in KB, and milliseconds of CPU to load it, once a process. */
export function deployedFunction(folder: string, ruleset: Ruleset, runs: number) {
  const directory = join(folder, 'detect');
  mkdirSync(directory);
  bundle('detect', { root: ROOT, ruleset }, directory);
  const kilobytes = statSync(join(directory, 'index.js')).size / 1000;
  return { kilobytes, load: Array.from({ length: runs }, () => loadOnce(directory)) };
}

const SCRIPT = `const before = process.cpuUsage();
require(process.argv[1]);
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1000));`;

function loadOnce(directory: string): number {
  const env = { ...process.env, TABLE: 'bench', OWN_ACCOUNT: '000000000000', STACK: 'bench', AWS_REGION: 'us-east-1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', SCRIPT, join(directory, 'index.js')], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the deployed function does not load: ${stderr}`);
  return Number(stdout);
}
