import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readLines } from '../../lib/cli/read-lines';
import { LONGEST_EVENT } from '../../lib/core/record';

const FOLDER = mkdtempSync(join(tmpdir(), 'lines-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

async function linesOf(content: string | Buffer): Promise<readonly string[]> {
  const path = join(FOLDER, 'a.log');
  writeFileSync(path, content);
  const lines: string[] = [];
  for await (const chunk of readLines(path)) lines.push(...chunk);
  return lines;
}

describe('The lines of a file', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\n\n', ['a', '']],
    ['a\r\nb\r\r\n\r\n', ['a', 'b\r', '']],
    ['a\nb\r', ['a', 'b']],
  ])('end at a line feed, and lose one carriage return: %j', async (content, lines) => {
    expect(await linesOf(content)).toEqual(lines);
  });

  it('are whole where the file is read in pieces', async () => {
    const lines = Array.from({ length: 60_000 }, (_, n) => `line ${n} of Zoë \u{1f600}`);
    expect((await linesOf(`${lines.join('\n')}\n`)).join('\n') === lines.join('\n')).toBe(true);
    expect((await linesOf(gzipSync(lines.join('\r\n')))).join('\n') === lines.join('\n')).toBe(true);
  });

  it('are each kept up to the longest event there is, however long they are: the rest of them is not held', async () => {
    const long = 'é'.repeat(LONGEST_EVENT * 3);
    const lines = await linesOf(`before\n${long}\r\nafter\n${long}`);
    expect(lines.map(({ length }) => length)).toEqual([6, LONGEST_EVENT, 5, LONGEST_EVENT]);
    expect(lines[1] === long.slice(0, LONGEST_EVENT)).toBe(true);
  });

  it('are not cut when only their carriage return is too much', async () => {
    const longest = 'x'.repeat(LONGEST_EVENT);
    expect((await linesOf(`${longest}\r\nb\n`)).map(({ length }) => length)).toEqual([LONGEST_EVENT, 1]);
  });
});
