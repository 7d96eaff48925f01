import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
const MOST_OUTPUT = 1024 * 1024 * 1024;

/** Runs a command of the project or a tool beside it and answers its JSON lines. @throws Error with what it said when it fails. */
function jsonLines(command: string, args: readonly string[], input = ''): readonly Record<string, unknown>[] {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
    env: { ...process.env, TZ: 'UTC', PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

export const fail2edge = (...args: readonly string[]) =>
  jsonLines(process.execPath, [join(PROJECT, 'bin', 'fail2edge.cjs'), ...args]);

/** A Python tool of this folder. */
export const python = (tool: string, args: readonly string[], input?: string) =>
  jsonLines('python3', [join(PROJECT, 'test', 'oracle', tool), ...args], input);
