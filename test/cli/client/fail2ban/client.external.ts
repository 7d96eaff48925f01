/**
 * The transcript against fail2ban itself, which is no part of this project:
 *   FAIL2BAN_ROOT=DIR npx jest --testMatch '<rootDir>/test/cli/client/fail2ban/*.external.ts'
 * DIR is a checkout of fail2ban, or the folder a package of it was unpacked into. It runs in a folder of its own and
 * touches no firewall.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FILTER, jailLocal, LATER, plain, REFUSED, STEPS } from './transcript';

const root = process.env.FAIL2BAN_ROOT ?? '';
const packaged = existsSync(join(root, 'etc', 'fail2ban'));
const bin = join(root, packaged ? 'usr/bin' : 'bin');
const PYTHONPATH = packaged ? join(root, 'usr/lib/python3/dist-packages') : root;

const folder = mkdtempSync(join(tmpdir(), 'fail2ban-'));
const log = join(folder, 'app.log');
const options = ['-c', join(folder, 'etc'), '-s', join(folder, 'socket'), '-p', join(folder, 'pid')];
const environment = { env: { ...process.env, PYTHONPATH, TZ: 'UTC' }, encoding: 'utf8' } as const;

let server: ChildProcess;

const say = (said: string) =>
  spawnSync('python3', [join(bin, 'fail2ban-client'), ...options, ...said.split(' ')], environment);

beforeAll(async () => {
  const etc = join(folder, 'etc');
  cpSync(join(root, packaged ? 'etc/fail2ban' : 'config'), etc, { recursive: true });
  rmSync(join(etc, 'jail.d'), { recursive: true, force: true });
  mkdirSync(join(etc, 'jail.d'));
  writeFileSync(join(etc, 'jail.local'), jailLocal(log));
  writeFileSync(join(etc, 'filter.d', 'app.conf'), FILTER);
  writeFileSync(join(etc, 'action.d', 'aws-nacl.conf'), '[Definition]\nactionban = true\nactionunban = true\n');
  const settings = [`dbfile = ${join(folder, 'db')}`, `logtarget = ${join(folder, 'log')}`, 'allowipv6 = no'];
  writeFileSync(join(etc, 'fail2ban.local'), ['[Definition]', ...settings, ''].join('\n'));
  writeFileSync(log, '');
  server = spawn('python3', [join(bin, 'fail2ban-server'), ...options, '-f'], { ...environment, stdio: 'ignore' });
  for (let tries = 0; tries < 50 && say('ping').status !== 0; tries++)
    await new Promise((done) => setTimeout(done, 200));
}, 30_000);

afterAll(async () => {
  const ended = new Promise((done) => server.once('exit', done));
  say('stop');
  await ended;
  rmSync(folder, { recursive: true });
});

it.each(packaged ? STEPS : [...LATER, ...STEPS])('$said', ({ said, answer }) => {
  const { status, stdout } = say(said);
  expect([status, plain(stdout, log)]).toEqual([0, answer]);
});

it.each(REFUSED)('refused: $said', ({ said, answer }) => {
  const { status, stdout, stderr } = say(said);
  expect(status).toBe(255);
  expect(`${stdout}${stderr}`.split('\n')).toContain(answer);
});
