import { linkSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { aTree, NOW, typed } from '../client/client';

const FOLDER = mkdtempSync(join(tmpdir(), 'same-'));
const tree = aTree({ 'filter.d/app.conf': '[Definition]\nfailregex = ^ refused <HOST>$\n' });
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
  tree.remove();
});

const bad = (second: number) => `2026-11-20 04:00:0${second} refused 198.51.100.7\n`;

const LOG = join(FOLDER, 'auth.log');
writeFileSync(LOG, bad(0) + bad(1));

async function replay(...args: readonly string[]) {
  const { out, err } = await typed(['replay', '--config', tree.folder, '--tz', 'UTC', '--json', ...args], NOW);
  const events = out
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as Record<string, unknown>);
  const told = (kind: string) => events.filter(({ event }) => event === kind);
  return { found: told('found'), bans: told('ban'), summary: told('summary')[0], err };
}

describe('a file that is given twice', () => {
  it('is read once: each of its lines counts once', async () => {
    const { found, bans, summary, err } = await replay('--jail', 'web', LOG, LOG, LOG);
    expect(found.map(({ file, line }) => [file, line])).toEqual([
      [LOG, 1],
      [LOG, 2],
    ]);
    expect(bans).toEqual([]);
    expect(summary).toMatchObject({ lines: 2, matched: 2 });
    expect(err).toBe(`fail2edge replay: ${JSON.stringify(LOG)} is given more than once, and read once\n`);
  });

  it.each([
    ['another spelling', relative(process.cwd(), LOG), () => undefined],
    ['a symbolic link', join(FOLDER, 'soft.log'), (path: string) => symlinkSync(LOG, path)],
    ['a hard link', join(FOLDER, 'hard.log'), (path: string) => linkSync(LOG, path)],
  ])('also by %s', async (_, again, make) => {
    make(again);
    const { summary, err } = await replay('--jail', 'web', LOG, again);
    expect(summary).toMatchObject({ lines: 2, matched: 2, bans: 0 });
    expect(err).toContain(`${JSON.stringify(again)} is the same file as ${JSON.stringify(LOG)}, and read once`);
  });

  it('goes to the jails of all its names, once to each', async () => {
    symlinkSync(LOG, join(FOLDER, 'access.log'));
    const { found, summary } = await replay(LOG, join(FOLDER, 'access.log'), LOG);
    expect(found.map(({ jail }) => jail).sort()).toEqual(['sshd', 'sshd', 'web', 'web']);
    expect(summary).toMatchObject({ lines: 2 });
  });

  it('is not taken for another with the same lines', async () => {
    const copy = join(FOLDER, 'auth.log.1');
    writeFileSync(copy, bad(0) + bad(1));
    const { bans, err } = await replay('--jail', 'web', LOG, copy);
    expect(bans).toHaveLength(1);
    expect(err).toBe('');
  });
});
