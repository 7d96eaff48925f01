import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aTree, NOW, typed } from './client';

const FOLDER = mkdtempSync(join(tmpdir(), 'why-range-'));
const tree = aTree({ 'filter.d/app.conf': '[Definition]\nfailregex = ^ refused <HOST>$\n' });
const ACCOUNT = join(FOLDER, 'account');

/** Two failures of .7; a ban of .8 and a failure after it; a failure in an IPv6 network. */
const LOG = ['.7', '.7', '.8', '.8', '.8', '.8', '2001:db8:1::9']
  .map((who, second) => `2026-11-20 04:00:0${second} refused ${who.startsWith('.') ? `198.51.100${who}` : who}\n`)
  .join('');

beforeAll(async () => {
  const log = join(FOLDER, 'a.log');
  writeFileSync(log, LOG);
  const replay = ['replay', '--config', tree.folder, '--tz', 'UTC', '--jail', 'web', '--save', ACCOUNT, log];
  expect(await typed(replay, NOW)).toMatchObject({ code: 0 });
});

afterAll(() => {
  rmSync(FOLDER, { recursive: true });
  tree.remove();
});

const why = (ip: string, ...more: readonly string[]) =>
  typed(['why', ip, '--no-lines', '--local', ACCOUNT, ...more], NOW);

const NOTE = (range: string) =>
  `failures are counted by address: those of single addresses of ${range} are not looked for; why IP tells of one\n`;

describe('why RANGE', () => {
  it('denies no failure: they are counted by address, and not looked for', async () => {
    expect((await why('198.51.100.7')).out).toContain('counted   2 of 3');
    expect(await why('198.51.100.0/29')).toEqual({
      code: 1,
      out: '198.51.100.0/29 is not banned in any jail.\n',
      err: NOTE('198.51.100.0/29'),
    });
    expect(await why('198.51.100.0/29', '--json')).toEqual({ code: 1, out: '', err: NOTE('198.51.100.0/29') });
  });

  it('tells of the ban in it with the failures of its address', async () => {
    const { out, err } = await why('198.51.100.0/24');
    expect(out).toBe((await why('198.51.100.8')).out);
    expect(out).toContain('counted   1 of 3');
    expect(err).toBe(NOTE('198.51.100.0/24'));
  });

  it('that one counter holds is told as an address is: of IPv6 the prefix that is counted, and what lies in it', async () => {
    for (const ip of ['2001:db8:1::9', '2001:db8:1::/64', '2001:db8:1::/96']) {
      const { code, out, err } = await why(ip);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^2001:db8:1::\/64 is not banned in web\n {2}counted {3}1 of 3/);
    }
    expect(await why('2001:db8:1::/63')).toMatchObject({ code: 1, err: NOTE('2001:db8:1::/63') });
  });
});

describe('why IP', () => {
  it('says that nobody knows an address when nobody does', async () => {
    expect(await why('198.51.100.9')).toEqual({
      code: 1,
      out: '198.51.100.9 is not banned, and no failure of it is known in any jail.\n',
      err: '',
    });
  });

  it('tells of its own failures while the ban of a range covers it', async () => {
    await typed(['set', 'web', 'banip', '198.51.100.0/29', '--local', ACCOUNT], NOW);
    const { out } = await why('198.51.100.7');
    expect(out).toMatch(/^198\.51\.100\.0\/29 is banned in web/);
    expect(out).toContain('counted   2 of 3');
  });
});
