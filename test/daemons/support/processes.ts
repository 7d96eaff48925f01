import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attacker } from './attackers';

/** Longest time a server may take to come up, to go, or to write what it has to, in milliseconds. */
export const PATIENCE = 10_000;

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** Waits until `holds`. @throws when it does not in time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(20);
  }
}

/** A folder of its own for the servers' files, and everything that has to be undone. */
export interface Workshop {
  readonly folder: string;
  readonly path: (name: string) => string;
  /** Starts a server in the foreground. */
  readonly start: (program: string, args: readonly string[]) => ChildProcess;
  /** What stops a server that a signal to its first process does not stop. */
  readonly atEnd: (act: () => void) => void;
  /** Stops what was started, last first, and removes the folder. */
  readonly close: () => Promise<void>;
}

export function openWorkshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'daemons-'));
  // The servers' own users read their files.
  chmodSync(folder, 0o755);
  const children: ChildProcess[] = [];
  const acts: (() => void)[] = [];
  return {
    folder,
    path: (name) => join(folder, name),
    start: (program, args) => {
      const child = spawn(program, args, {
        stdio: ['ignore', 'ignore', process.env.DAEMONS_DEBUG ? 'inherit' : 'ignore'],
      });
      children.push(child);
      return child;
    },
    atEnd: (act) => acts.push(act),
    close: async () => {
      for (const act of acts.reverse()) act();
      for (const child of children.reverse()) await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), PATIENCE / 2);
  await gone;
  clearTimeout(killer);
}

/** A port of the loopback interface nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Asked from an attacker's address: the question stands in the log, too. */
export const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress: attacker(0) });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Where Debian installs servers, and DAEMONS_PATH for one that cannot be installed beside another. @throws when it is missing. */
export function programOf(name: string): string {
  const path = [process.env.DAEMONS_PATH ?? '/sbin', '/usr/sbin', '/usr/bin']
    .map((folder) => join(folder, name))
    .find(existsSync);
  if (!path) throw new Error(`${name} is not installed: .ci/run names the packages`);
  return path;
}
