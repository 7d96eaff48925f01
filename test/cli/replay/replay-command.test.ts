import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { main } from '../../../lib/cli/main';

const FOLDER = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Writes a file of the scratch folder and answers its path. */
const file = (name: string, content: string | Buffer): string => {
  const path = join(FOLDER, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};

const JAIL = `[DEFAULT]
maxretry = 3
findtime = 10m
bantime = 10m
ignoreip = 198.51.100.7
[app]
enabled = true
filter = app
port = http,https
logpath = /srv/app/app.log
loggroup = app
[web]
enabled = true
filter = app
maxretry = 2
logpath = /srv/web/web.log
loggroup = web
[recidive]
enabled = true
maxretry = 2
`;
const FILTER = '[Definition]\nfailregex = ^ bad login from <ADDR>$\nignoreregex = from 203\\.0\\.113\\.99\n';

const CONFIG = join(FOLDER, 'etc');
file('etc/jail.local', JAIL);
file('etc/filter.d/app.conf', FILTER);

/** Line of `address` at `seconds` after 2026-11-18 12:00:00 UTC. */
const line = (seconds: number, text: string) =>
  `${new Date(Date.UTC(2026, 10, 18, 12, 0, seconds)).toISOString().slice(0, 19).replace('T', ' ')} ${text}\n`;
const bad = (seconds: number, address: string) => line(seconds, `bad login from ${address}`);
const T = Date.UTC(2026, 10, 18, 12) / 1000;

async function replay(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { stdout: (text: string) => out.push(text), stderr: (text: string) => err.push(text) };
  const quiet = { columns: undefined, colour: false, progress: false, now: () => T + 86400 };
  const code = await main(['replay', '--config', CONFIG, '--tz', 'UTC', ...args], { ...io, ...quiet }, '0');
  return { code, out: out.join(''), err: err.join('') };
}

const events = async (...args: readonly string[]): Promise<readonly Record<string, unknown>[]> =>
  (await replay('--json', ...args)).out
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));

const only = (all: readonly Record<string, unknown>[], ...kinds: readonly string[]) =>
  all.filter(({ event }) => kinds.includes(event as string));

describe('replay --json', () => {
  it('prints what happened in the contract’s words, the summary last', async () => {
    const log = file(
      'app.log',
      bad(0, '192.0.2.1') +
        bad(1, '192.0.2.1') +
        bad(2, '203.0.113.99') +
        line(3, 'all is well') +
        bad(4, '192.0.2.1') +
        bad(5, '198.51.100.7') +
        line(700, 'later'),
    );
    expect(await events(log)).toEqual([
      { event: 'found', time: T, jail: 'app', ip: '192.0.2.1', file: log, line: 1 },
      { event: 'found', time: T + 1, jail: 'app', ip: '192.0.2.1', file: log, line: 2 },
      { event: 'found', time: T + 4, jail: 'app', ip: '192.0.2.1', file: log, line: 5 },
      { ...{ event: 'ban', time: T + 4, jail: 'app', ip: '192.0.2.1', failures: 3, bancount: 1 }, until: T + 604 },
      { event: 'ignored', time: T + 5, jail: 'app', id: '198.51.100.7', reason: 'ignoreip' },
      { event: 'unban', time: T + 700, jail: 'app', ip: '192.0.2.1', reason: 'expired' },
      {
        ...{ event: 'summary', lines: 7, matched: 4, ignored: 1, missed: 2, bans: 1, unbans: 1 },
        ...{ banned: [], edges: { 'aws-nacl': [], 'aws-waf': [] } },
      },
    ]);
  });

  it('shows who is banned, and on which edges, when the clock stops at the last line', async () => {
    const log = file('app.log', [0, 1, 2].map((n) => bad(n, `2001:db8::${n + 1}`)).join(''));
    expect((await events(log)).at(-1)).toMatchObject({
      banned: ['2001:db8::/64'],
      edges: { 'aws-nacl': ['2001:db8::/64'], 'aws-waf': ['2001:db8::/64'] },
    });
  });

  it('reads gzipped files, and files of several jails by their names', async () => {
    const app = file('app.log.2.gz', gzipSync([0, 2, 4].map((n) => bad(n, '192.0.2.1')).join('')));
    const web = file('web.log', [1, 3].map((n) => bad(n, '192.0.2.1')).join(''));
    const all = await events(app, web);
    expect(only(all, 'found', 'ban').map(({ event, jail, time }) => [event, jail, Number(time) - T])).toEqual([
      ['found', 'app', 0],
      ['found', 'web', 1],
      ['found', 'app', 2],
      ['found', 'web', 3],
      ['ban', 'web', 3],
      ['found', 'app', 4],
      ['ban', 'app', 4],
      ['ban', 'recidive', 4],
    ]);
  });

  it('sends every file to the jail that is named', async () => {
    const log = file('whatever.txt', [0, 1].map((n) => bad(n, '192.0.2.1')).join(''));
    expect(only(await events('--jail', 'web', log), 'ban')).toHaveLength(1);
  });

  it('bans the same whether a log comes whole or in pieces', async () => {
    const lines = Array.from({ length: 200 }, (_, n) => bad(n * 37, `192.0.2.${(n * n) % 11}`));
    const whole = file('app.log', lines.join(''));
    const pieces = [0, 1, 2].map((n) => file(`${n}/app.log`, lines.filter((_, at) => at % 3 === n).join('')));
    const bans = async (...files: readonly string[]) =>
      only(await events('--jail', 'app', ...files), 'ban', 'prolong', 'unban');
    expect(await bans(...pieces)).toEqual(await bans(whole));
  });

  it('gives lines without a date the last date, and those before the first one the first', async () => {
    const log = file('app.log', ` bad login from 192.0.2.1\n${bad(9, '192.0.2.1')} bad login from 192.0.2.1\n`);
    expect(only(await events(log), 'found').map(({ time }) => Number(time) - T)).toEqual([9, 9, 9]);
  });

  it('takes lines as long as a file has them: a payload never grows past what an invocation carries', async () => {
    const long = 'x'.repeat(700_000);
    const lines = Array.from({ length: 12 }, (_, n) => line(0, `${long}${n}`));
    const log = file('app.log', lines.join('') + [1, 2, 3].map((n) => bad(n, '192.0.2.1')).join(''));
    expect((await events(log)).at(-1)).toMatchObject({ lines: 15, matched: 3, bans: 1 });
  });

  it('has nothing to tell of an empty file but that', async () => {
    expect(await events(file('app.log', ''))).toEqual([
      expect.objectContaining({ event: 'summary', lines: 0, bans: 0, banned: [] }),
    ]);
  });
});

describe('replay for people', () => {
  it('tells who was banned where, when, why and until when', async () => {
    const { code, out } = await replay(file('app.log', [0, 1, 2].map((n) => bad(n, '192.0.2.1')).join('')));
    expect(code).toBe(0);
    expect(out).toMatch(/12:00:02 +app +192\.0\.2\.1 +1st +3 in 10m +12:10:02 in force +aws-waf aws-nacl +app\.log:3 /);
    expect(out).toMatch(/aws-nacl +ipv4 \d of 18.*192\.0\.2\.1\/32/);
    expect(out).toContain('npx cdk deploy');
  });

  it('says so when nobody was', async () => {
    const { out } = await replay(file('app.log', bad(0, '192.0.2.1')));
    expect(out).toContain('Nobody was banned.');
    expect(out).toMatch(/192\.0\.2\.1 +app +1 +never 3 within 10m/);
  });

  it('never sends a log line’s control characters to the terminal', async () => {
    const hostile = [0, 1, 2].map((n) => bad(n, '192.0.2.1').replace('bad', '\u001b[2J\u202ebad'));
    file('etc/filter.d/loose.conf', '[Definition]\nfailregex = bad login from <ADDR>$\n');
    file('etc/jail.d/loose.conf', '[loose]\nenabled = true\nfilter = loose\nlogpath = /srv/loose.log\nloggroup = l\n');
    const { out } = await replay('--jail', 'loose', file('loose.log', hostile.join('')));
    rmSync(join(CONFIG, 'jail.d'), { recursive: true });
    expect(out).toContain('\\u{1b}[2J\\u{202e}bad');
    expect(out).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('a stranger’s text in replay --json', () => {
  it('is printed in characters that can all be seen; a reader gets back what stood in the log', async () => {
    file('etc/filter.d/names.conf', '[Definition]\nfailregex = ^ who is <F-ID>.+</F-ID>$\n');
    file('etc/jail.d/names.conf', '[names]\nenabled = true\nfilter = names\nlogpath = /srv/names.log\nport = ssh\n');
    const name = 'a\u001b[2J\u202e\u0085\u2028"<b>';
    const log = file('names.log', line(0, `who is ${name}`));
    const { out } = await replay('--jail', 'names', '--json', log);
    for (const folder of ['jail.d', 'filter.d/names.conf']) rmSync(join(CONFIG, folder), { recursive: true });
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({
      event: 'ignored',
      id: name,
      reason: 'invalid-address',
    });
  });
});

describe('replay --html', () => {
  it('writes a page of what happened, beside what is printed', async () => {
    const page = join(FOLDER, 'page.html');
    const missed = line(3, 'access denied to <b>root</b> at 192.0.2.8');
    const log = file('app.log', [0, 1, 2].map((n) => bad(n, '192.0.2.1')).join('') + missed);
    const { out, err } = await replay(log, '--html', page, '--json');
    expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toMatchObject({ event: 'summary', bans: 1 });
    expect(err).toContain(`The page is in ${page}`);
    const html = readFileSync(page, 'utf8');
    expect(html).toMatch(/<h1>app\.log<\/h1>/);
    expect(html).toContain('<span class="mono ip">192.0.2.1</span>');
    expect(html).toContain('bad login from 192.0.2.1');
    expect(html).toContain('access denied to &#60;b&#62;root&#60;/b&#62; at 192.0.2.8');
    expect(html).toContain('3 failures in 10m, for 10m');
  });

  it('says so when the file cannot be written', async () => {
    const { code, err } = await replay(file('app.log', ''), '--html', join(FOLDER, 'no', 'where.html'));
    expect([code, err]).toEqual([255, expect.stringContaining('where.html: cannot be written')]);
  });

  it.each([
    ['red\u001b[31m\u202e.html', 'The page is in'],
    ['no\u001b[31m\u202e/where.html', 'cannot be written'],
  ])('shows a name that the terminal would act on as it can be seen: %j', async (name, words) => {
    const { err } = await replay(file('app.log', ''), '--html', join(FOLDER, name));
    expect(err).toContain(words);
    expect(err).toContain('\\u{1b}[31m\\u{202e}');
    expect(err).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('a mistake is told plainly, exit code 255', () => {
  it.each([
    [['nowhere.log'], 'there is no file "nowhere.log"'],
    [[FOLDER], `${JSON.stringify(FOLDER)} is a directory: give the log files in it`],
    [['nowhere.log', FOLDER], 'there is no file "nowhere.log"'],
    [[], 'no FILE given'],
    [['--speed'], "Unknown option '--speed'"],
    [['--tz', 'Mars/Base', 'x'], '--tz Mars/Base: no such time zone'],
    [['--now', 'soon', 'x'], '--now soon: give seconds'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await replay(...args);
    expect([code, out]).toEqual([255, '']);
    expect(err).toContain(message);
  });

  it('a file no jail watches: the jails are listed', async () => {
    const { code, err } = await replay(file('strange.log', ''));
    expect(code).toBe(255);
    expect(err).toContain('app: /srv/app/app.log app');
    expect(err).toContain('--jail NAME');
  });

  it('a jail that does not exist', async () => {
    const { code, err } = await replay('--jail', 'ssdh', file('app.log', ''));
    expect(code).toBe(255);
    expect(err).toContain("there is no jail 'ssdh'");
  });
});
