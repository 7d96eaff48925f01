import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Task } from './tasks/tasks';

/** Folder of the benchmark's sources; the launcher runs it as `bench/bench.ts`. */
const HERE = __dirname;

/** Builds the worker as the functions are built: one minified file, so that what is measured is what is deployed. */
export function buildWorker(folder: string): string {
  const outfile = join(folder, 'worker.cjs');
  buildSync({
    ...{ entryPoints: [join(HERE, 'tasks', 'worker.ts')], outfile, bundle: true, minify: true, format: 'cjs' },
    ...{ platform: 'node', target: 'node20', mainFields: ['module', 'main'], logLevel: 'error' },
  });
  return outfile;
}

/** Runs a task in a process of its own. */
export const runTask = <T>(worker: string, task: Task): T => json<T>(process.execPath, [worker, JSON.stringify(task)]);

/** A Python tool of `bench/peers`; the zone of dates is UTC. */
export const python = <T>(tool: string, ...args: readonly string[]): T =>
  json<T>('python3', [join(HERE, 'peers', tool), ...args]);

function json<T>(command: string, args: readonly string[]): T {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
  });
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return JSON.parse(stdout) as T;
}
