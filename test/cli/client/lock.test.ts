import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from '../../../lib/cli/client/account/lock';
import { aTree, NOW, typed } from './client';

const FOLDER = mkdtempSync(join(tmpdir(), 'lock-'));
const tree = aTree();
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
  tree.remove();
});

const on = (account: string) => (line: string) =>
  typed([...line.split(' '), '--config', tree.folder, '--local', join(FOLDER, account)], NOW);

const SIX = [1, 2, 3, 4, 5, 6];

describe('Commands on an embedded account at the same time', () => {
  it('lose nothing of what each of them did, or said', async () => {
    const say = on('six');
    const said = SIX.flatMap((n) => [
      `set sshd banip 198.51.100.${n}`,
      `allow add 192.0.2.${n}`,
      `set web attempt 198.51.100.9`,
    ]);
    for (const { code } of await Promise.all(said.map(say))) expect(code).toBe(0);
    expect(JSON.parse((await say('get sshd banned')).out.replaceAll("'", '"')).sort()).toEqual(
      SIX.map((n) => `198.51.100.${n}`),
    );
    expect((await say('allow list --json')).out.trimEnd().split('\n')).toHaveLength(6);
    expect((await say('history 198.51.100.9 --json')).out).toContain('"bancount":1');
    const { journal } = JSON.parse(readFileSync(join(FOLDER, 'six/account.json'), 'utf8'));
    expect(journal).toHaveLength(said.length);
  });

  it('leave nothing behind, also when one is refused', async () => {
    await on('six')('set sshd banip 10.0.0.1');
    await on('six')('set nobody banip 192.0.2.9');
    expect(existsSync(join(FOLDER, 'six/account.json.lock'))).toBe(false);
  });

  it('that only look wait for nobody', async () => {
    const lock = await lockFolder(join(FOLDER, 'six'));
    expect((await on('six')('banned')).code).toBe(0);
    lock.release();
  });

  it('do not wait for one that was killed', async () => {
    const file = join(FOLDER, 'six/account.json.lock');
    writeFileSync(file, 'killed');
    utimesSync(file, new Date(), new Date(Date.now() - 60_000));
    expect(await on('six')('set sshd banip 198.51.100.77')).toMatchObject({ code: 0, out: '1\n' });
    expect(existsSync(file)).toBe(false);
  });
});

describe('A command that took so long that another took its place', () => {
  it('writes nothing, says so, and leaves the other its place', async () => {
    const folder = join(FOLDER, 'six');
    const before = readFileSync(join(folder, 'account.json'), 'utf8');
    const slow = await lockFolder(folder);
    writeFileSync(join(folder, 'account.json.lock'), 'another');
    expect(() => slow.mustHold()).toThrow(
      `the account in ${JSON.stringify(folder)} was changed by another command meanwhile: nothing was done, say it again`,
    );
    slow.release();
    expect(readFileSync(join(folder, 'account.json.lock'), 'utf8')).toBe('another');
    expect(readFileSync(join(folder, 'account.json'), 'utf8')).toBe(before);
  });
});
