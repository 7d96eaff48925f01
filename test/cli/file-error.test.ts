import { existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FileError } from '../../lib/cli/file-error';
import { writerTo } from '../../lib/cli/process-io';
import { NOW, typed } from './client/client';

const FOLDER = mkdtempSync(join(tmpdir(), 'file-error-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const file = (name: string, content: string | Buffer): string => {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
};

const LINE = 'Nov 20 05:00:00 host sshd[1]: Invalid user bob from 192.0.2.1 port 22\n';
const LOG = file('auth.log', LINE);
const replay = (...args: readonly string[]) => typed(['replay', '--jail', 'sshd', ...args], NOW);

describe('What the machine refuses is told with what, where and what to do, exit code 255:', () => {
  it.each([
    ['that is cut', gzipSync(LINE.repeat(999)).subarray(0, 60), 'unexpected end of file'],
    [
      'that is damaged',
      Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from('nonsense'.repeat(9))]),
      'unknown compression',
    ],
  ])('a gzipped file %s', async (_, content, words) => {
    const log = file('auth.log.2.gz', content);
    for (const args of [
      ['replay', '--jail', 'sshd', log],
      ['regex', log, 'sshd'],
    ]) {
      const { code, err } = await typed(args, NOW);
      expect(code).toBe(255);
      expect(err).toContain(`${JSON.stringify(log)} cannot be read: its gzip data are cut or damaged (${words}`);
      expect(err).toMatch(
        /: copy it again, or read what is whole of it: zcat FILE \| fail2edge COMMAND with - for the file\n$/,
      );
    }
  });

  it('an account that is to be kept where a file is, before anything is played', async () => {
    for (const folder of [LOG, join(LOG, 'below')]) {
      const { code, out, err } = await replay('--save', folder, LOG);
      expect([code, out]).toEqual([255, '']);
      expect(err).toMatch(
        /^the account in ".*" cannot be written: a file is where a folder must be: name another \(E\w+\)\n$/,
      );
    }
  });

  it('an account that is no file', async () => {
    const folder = join(FOLDER, 'account');
    mkdirSync(join(folder, 'account.json'), { recursive: true });
    expect(await typed(['status', '--local', folder])).toMatchObject({
      ...{
        code: 255,
        out: '',
        err: `the account in ${JSON.stringify(folder)} cannot be read: it is a folder: name a file (EISDIR)\n`,
      },
    });
    expect((await replay('--save', folder, LOG)).err).toMatch(/cannot be written: .* \(E\w+\)\n$/);
    expect(readdirSync(folder)).toEqual(['account.json']);
  });

  it('a page in a folder that is not there', async () => {
    const page = join(FOLDER, 'no', 'page.html');
    expect(await replay('--html', page, LOG)).toMatchObject({
      ...{
        code: 255,
        err: expect.stringContaining(
          `--html ${page}: cannot be written: there is no such folder: make it first (ENOENT)`,
        ),
      },
    });
  });

  (existsSync('/dev/full') || process.env.CI ? it : it.skip)('a disk that is full', () => {
    const write = writerTo(openSync('/dev/full', 'w'), 'standard output');
    expect(() => write('text')).toThrow(FileError);
    expect(() => write('text')).toThrow(
      'standard output cannot be written: the disk is full: make room, or write elsewhere (ENOSPC)',
    );
  });
});
