import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTree } from '../../lib/config/tree';

describe("an administrator's folder over the shipped one", () => {
  const dir = mkdtempSync(join(tmpdir(), 'fail2edge-'));
  mkdirSync(join(dir, 'filter.d'));
  writeFileSync(join(dir, 'jail.local'), '[sshd]\nenabled = true\n');
  writeFileSync(join(dir, 'filter.d', 'sshd.conf'), 'mine');
  writeFileSync(join(dir, 'filter.d', 'broken.conf'), Buffer.from([0x5b, 0xff, 0x5d]));
  writeFileSync(join(dir, 'filter.d', '._sshd.conf'), Buffer.from([0xff]));
  afterAll(() => rmSync(dir, { recursive: true }));
  const tree = openTree(dir);

  test('file by file: what the folder has hides the shipped file, what it lacks comes from there', () => {
    expect(tree.read('filter.d/sshd.conf')).toMatchObject({ name: 'filter.d/sshd.conf', text: 'mine', shipped: false });
    expect(tree.read('jail.conf')).toMatchObject({ name: 'config/jail.conf', shipped: true });
    expect(tree.read('jail.local')).toMatchObject({ name: 'jail.local', shipped: false });
    expect(tree.read('filter.d/none.conf')).toBeUndefined();
    expect(tree.read('filter.d')).toBeUndefined();
  });

  test('a listing holds both, sorted, once', () => {
    const names = tree.list('filter.d');
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toEqual(expect.arrayContaining(['broken.conf', 'common.conf', 'sshd.conf']));
  });

  test('a hidden file, such as an editor or a Mac leaves, is in no listing', () => {
    expect(tree.list('filter.d').filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('an absolute path is read as it stands', () => {
    expect(tree.read(join(dir, 'jail.local'))).toMatchObject({ name: join(dir, 'jail.local'), shipped: false });
  });

  test('a file that is not UTF-8 is a mistake', () => {
    expect(() => tree.read('filter.d/broken.conf')).toThrow('filter.d/broken.conf:0: is not UTF-8 text');
  });

  test('a folder that does not exist is a mistake', () => {
    expect(() => openTree(join(dir, 'gone'))).toThrow('no such folder');
  });
});
