import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../../lib/cli/main';

const FOLDER = mkdtempSync(join(tmpdir(), 'against-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const file = (name: string, content: string): string => {
  const path = join(FOLDER, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};

file(
  'etc/jail.local',
  '[DEFAULT]\nmaxretry = 5\nfindtime = 10m\nbantime = 10m\nbanaction = aws-nacl\n[sshd]\nenabled = true\n',
);
const CONFIG = join(FOLDER, 'etc');

const T = Date.UTC(2026, 10, 18, 12) / 1000;
const at = (seconds: number) => new Date((T + seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
const sshd = (seconds: number, text: string) => `${at(seconds)} gate sshd[7]: ${text}\n`;
const fails = (from: number, times: number, ip: string) =>
  Array.from({ length: times }, (_, n) => sshd(from + n, `Failed password for root from ${ip} port 40 ssh2`)).join('');
const login = (seconds: number, ip: string) => sshd(seconds, `Accepted password for ann from ${ip} port 40 ssh2`);

async function against(log: string, ...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { stdout: (text: string) => void out.push(text), stderr: (text: string) => void err.push(text) };
  const quiet = { columns: undefined, colour: false, progress: false, now: () => T + 86400 };
  const words = ['replay', '--config', CONFIG, '--tz', 'UTC', file('auth.log', log), ...args];
  const code = await main(words, { ...io, ...quiet }, '0');
  return { code, out: out.join(''), err: err.join('') };
}

const json = async (log: string, ...args: readonly string[]): Promise<readonly Record<string, unknown>[]> =>
  (await against(log, '--against', '--json', ...args)).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const MIXED = fails(0, 4, '192.0.2.1') + fails(20, 6, '192.0.2.2');

describe('replay --set ... --against', () => {
  it('tells the bans that are gained, and what would no longer come through', async () => {
    const lines = await json(MIXED, '--set', 'sshd.maxretry=3');
    const [gained, summary] = lines;
    expect(gained).toEqual({
      ...{ event: 'gained', time: T + 2, jail: 'sshd', ip: '192.0.2.1', failures: 3, until: T + 602 },
    });
    expect(summary).toMatchObject({
      ...{ event: 'summary', lines: 10, bans: 2, banned: ['192.0.2.1', '192.0.2.2'] },
      against: {
        settings: [{ jail: 'sshd', option: 'maxretry', value: '3' }],
        before: { bans: 1, addresses: 1, stopped: 1, through: 9, loggedIn: 0 },
        after: { bans: 2, addresses: 2, stopped: 4, through: 6, loggedIn: 0 },
        ...{ gained: 1, lost: 0, kept: 1, sooner: 1, later: 0 },
        recommended: { change: true, jailLocal: ['[sshd]', 'maxretry = 3'] },
        summary: { event: 'summary', lines: 10, bans: 1, banned: ['192.0.2.2'] },
      },
    });
    expect(lines).toHaveLength(2);
  });

  it('tells those that are lost', async () => {
    const lines = await json(MIXED, '--set', 'sshd.maxretry=20');
    expect(lines[0]).toMatchObject({ event: 'lost', jail: 'sshd', ip: '192.0.2.2' });
    expect(lines[1]).toMatchObject({ against: { lost: 1, gained: 0, recommended: { change: false } } });
  });

  it('finds who logged in after the ban, and then does not recommend to ban them', async () => {
    const log = fails(0, 3, '192.0.2.1') + login(9, '192.0.2.1') + login(60, '192.0.2.1');
    const lines = await json(log, '--set', 'sshd.maxretry=3');
    expect(lines.find(({ event }) => event === 'login')).toMatchObject({
      ...{ time: T + 9, jail: 'sshd', ip: '192.0.2.1', banned: T + 2, user: 'ann', logins: 2, under: 'after', line: 4 },
    });
    expect(lines.at(-1)).toMatchObject({
      against: {
        after: { loggedIn: 1 },
        recommended: { change: false, why: 'it would ban 1 more address that logged in later' },
      },
    });
  });

  it('recommends what lets them in again', async () => {
    const log = fails(0, 5, '192.0.2.1') + login(9, '192.0.2.1');
    const { out } = await against(log, '--against', '--set', 'sshd.maxretry=6');
    expect(out).toMatch(/192\.0\.2\.1 +sshd +12:00:04 +as it is only +12:00:09 +1 +ann +auth\.log:6/);
    expect(out).toContain('Recommended: change it. 1 address that logged in later is no longer banned');
  });

  it('a login before the ban, or from another address, says nothing', async () => {
    const log = login(0, '192.0.2.1') + fails(1, 5, '192.0.2.1') + login(9, '192.0.2.11');
    expect((await json(log, '--set', 'sshd.maxretry=3')).map(({ event }) => event)).toEqual(['summary']);
  });

  it('shows a name as it is, whatever it would do to a terminal', async () => {
    const hostile = sshd(9, 'Accepted password for \u001b[2J\u202e from 192.0.2.1 port 40 ssh2');
    const { out } = await against(fails(0, 5, '192.0.2.1') + hostile, '--against', '--set', 'sshd.bantime=1h');
    expect(out).toContain('\\u{1b}[2J\\u{202e}');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it('an IPv6 offender is banned by its /64, and any address of it may log in', async () => {
    const log = fails(0, 5, '2001:db8::1') + login(9, '2001:db8::2');
    expect((await json(log, '--set', 'sshd.bantime=1h'))[0]).toMatchObject({ event: 'login', ip: '2001:db8::/64' });
  });

  it('ends with the lines of jail.local and the deploy command', async () => {
    const { out } = await against(MIXED, '--against', '--set', 'sshd.maxretry=3', '--set', 'DEFAULT.findtime=1h');
    const end = `Write in ${CONFIG}/jail.local
  [sshd]
  maxretry = 3
  [DEFAULT]
  findtime = 1h
and deploy, with the -c options of your deployment:
  npx cdk deploy -c config=${CONFIG}
`;
    expect(out.slice(-end.length)).toBe(end);
    expect(out).toMatch(/Failures that came through +9 +6 +-3/);
  });

  it('says so when nothing differs', async () => {
    const { out } = await against(MIXED, '--against', '--set', 'sshd.port=22');
    expect(out).toContain('Recommended: leave it as it is. This log shows no difference.');
  });

  it('compares with the filter that ships, where the own one differs', async () => {
    file('etc/filter.d/sshd.conf', '[Definition]\nfailregex = ^ gate sshd\\[\\d+\\]: Nothing <ADDR>$\n');
    const lines = await json(MIXED, '--set', 'sshd.filters=shipped');
    rmSync(join(CONFIG, 'filter.d'), { recursive: true });
    expect(lines.find(({ event }) => event === 'gained')).toMatchObject({ ip: '192.0.2.2' });
  });

  it('reads a jail that only the changed configuration enables', async () => {
    file('etc/jail.d/off.local', '[sshd]\nenabled = false\n');
    const lines = await json(MIXED, '--set', 'sshd.enabled=true');
    rmSync(join(CONFIG, 'jail.d'), { recursive: true });
    expect(lines[0]).toMatchObject({ event: 'gained', ip: '192.0.2.2' });
  });

  it('sees logins to a daemon of the administrator’s own, when success.d says how', async () => {
    file('etc/filter.d/app.conf', '[Definition]\nfailregex = ^ no <ADDR>$\n');
    file('etc/success.d/app.conf', '[Definition]\nfailregex = ^ yes <F-USER>\\S+</F-USER> <ADDR>$\n');
    file('etc/jail.d/app.local', '[app]\nenabled = true\nfilter = app\nlogpath = /srv/auth.log\nport = ssh\n');
    const log = `${[0, 1, 2].map((n) => `${at(n)} no 192.0.2.1\n`).join('')}${at(9)} yes ann 192.0.2.1\n`;
    const lines = await json(log, '--jail', 'app', '--set', 'app.maxretry=3');
    for (const folder of ['filter.d', 'success.d', 'jail.d']) rmSync(join(CONFIG, folder), { recursive: true });
    expect(lines.find(({ event }) => event === 'login')).toMatchObject({
      ip: '192.0.2.1',
      user: 'ann',
      under: 'after',
    });
  });

  it('--set alone replays the changed configuration', async () => {
    const { out } = await against(MIXED, '--set', 'sshd.maxretry=3', '--json');
    expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toMatchObject({ bans: 2 });
  });
});

describe('a setting that cannot be is told plainly, exit code 255', () => {
  it.each([
    ['ssdh.maxretry=3', "--set ssdh.maxretry=3: there is no jail 'ssdh' (did you mean 'sshd'?)"],
    ['sshd.maxrety=3', "--set sshd.maxrety=3: unknown option 'maxrety' (did you mean 'maxretry'?)"],
    ['sshd.maxretry=soon', '--set sshd.maxretry=soon: maxretry = soon (a whole number, from 1 to 4000)'],
    ['sshd.filter=shhd', "--set sshd.filter=shhd: there is no filter 'shhd' (did you mean 'sshd'?)"],
    ['sshd.bantime=%(gone)s', "--set sshd.bantime=%(gone)s: bantime: '%(gone)s' is set nowhere"],
    ['dovecot.maxretry=3', 'jail dovecot is not enabled: add --set dovecot.enabled=true'],
  ])('%s', async (setting, message) => {
    const { code, out, err } = await against(MIXED, '--against', '--set', setting);
    expect([code, out]).toEqual([255, '']);
    expect(err).toContain(message);
  });

  it('--against without --set', async () => {
    const { code, err } = await against(MIXED, '--against');
    expect([code, err]).toEqual([255, expect.stringContaining('--set sshd.maxretry=3 --against')]);
  });
});
