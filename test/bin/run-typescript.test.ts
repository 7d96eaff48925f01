import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const { loadTypeScript } = require('../../bin/run-typescript.cjs') as {
  loadTypeScript: (file: string, keep: string) => { readonly answer: string };
};

let folder: string;
const keep = () => join(folder, 'kept');
const answer = () => loadTypeScript(join(folder, 'entry.ts'), keep()).answer;
const keptFile = () => join(keep(), readdirSync(keep())[0] ?? '');

/** Writes a file as if it had been written `ago` seconds before. */
function write(name: string, text: string, ago: number): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
  const time = Date.now() / 1000 - ago;
  utimesSync(join(folder, name), time, time);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fail2edge-bundle-'));
  write('entry.ts', `import { word } from './word';\nexport const answer: string = 'it says ' + word;\n`, 100);
  write('word.ts', "export const word: string = 'one';\n", 100);
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('An entry point in TypeScript', () => {
  it('is bundled once, and its bundle is taken from then on', () => {
    expect(answer()).toBe('it says one');
    writeFileSync(keptFile(), readFileSync(keptFile(), 'utf8').replace('it says', 'kept:'));
    expect(answer()).toBe('kept: one');
  });

  it('is bundled anew when a file of it has changed', () => {
    expect(answer()).toBe('it says one');
    write('word.ts', "export const word: string = 'two';\n", 50);
    expect(answer()).toBe('it says two');
    expect(answer()).toBe('it says two');
  });

  it('is not kept while a file of it is being edited', () => {
    write('word.ts', "export const word: string = 'new';\n", -5);
    expect(answer()).toBe('it says new');
    expect(() => readdirSync(keep())).toThrow('ENOENT');
  });

  it('is bundled anew when what was kept is broken or one of its files is gone', () => {
    expect(answer()).toBe('it says one');
    writeFileSync(keptFile(), '{');
    expect(answer()).toBe('it says one');
    rmSync(join(folder, 'word.ts'));
    write('word/index.ts', "export const word = 'moved';\n", 100);
    expect(answer()).toBe('it says moved');
  });

  it('runs where nothing can be kept', () => {
    writeFileSync(keep(), 'a file, no folder');
    expect(answer()).toBe('it says one');
  });
});
