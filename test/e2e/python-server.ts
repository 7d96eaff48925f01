import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, run, start } from './processes';

/** A server that is a Python package. */
export interface PythonServer {
  /** As pip is told it: the version is fixed. */
  readonly package: string;
  readonly command: string;
  readonly args: (port: number) => readonly string[];
  readonly env: (port: number) => NodeJS.ProcessEnv;
  /** Path that answers 200 once the server is ready. */
  readonly ready: string;
}

export interface Running {
  /** Which command it is: people may have their own. */
  readonly command: string;
  readonly port: number;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

const START_SECONDS = 60;

/** Starts a new process on a free port; installs the package first where it is not there. `root`: the project's folder. */
export async function startPythonServer(root: string, server: PythonServer): Promise<Running> {
  const command = await installed(root, server);
  const port = await freePort();
  const { child, output } = start(command, server.args(port), server.env(port));
  for (let tries = 0; !(await answers(`http://localhost:${port}${server.ready}`)); tries++) {
    if (child.exitCode !== null || tries >= START_SECONDS * 4) throw new Error(`no ${server.command}:\n${output()}`);
    await sleep(250);
  }
  return { command, port, log: output, stop: () => end(child) };
}

/** The command: of an earlier run, else of the path, else made now. */
async function installed(root: string, { package: name, command }: PythonServer): Promise<string> {
  const venv = join(root, 'node_modules/.cache/fail2edge', name.replace(/\[.*\]/, ''));
  const ours = join(venv, 'bin', command);
  const folders = (process.env.PATH ?? '').split(':');
  const there = [ours, ...folders.map((folder) => join(folder, command))].find(canRun);
  if (there !== undefined) return there;
  await run('python3', ['-m', 'venv', '--clear', venv], process.env);
  await run(join(venv, 'bin/pip'), ['install', '--quiet', name], process.env);
  return ours;
}

/** A virtual environment that was moved or copied has scripts that name a Python which is not there. */
function canRun(path: string): boolean {
  if (!existsSync(path)) return false;
  const [, interpreter] = /^#!(\S+)/.exec(readFileSync(path, 'latin1')) ?? [];
  return interpreter === undefined || existsSync(interpreter);
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

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
