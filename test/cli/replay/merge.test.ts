import fc from 'fast-check';
import { mergeByTime, type TimedLine } from '../../../lib/cli/replay/merge';

async function* chunks(lines: readonly TimedLine[], size: number): AsyncGenerator<readonly TimedLine[]> {
  yield [];
  for (let at = 0; at < lines.length; at += size) yield lines.slice(at, at + size);
}

const merged = async (files: readonly (readonly number[])[], size = 3): Promise<TimedLine[]> => {
  const sources = files.map((times, file) =>
    chunks(
      times.map((time, index) => ({ file, line: index + 1, text: '', time })),
      size,
    ),
  );
  const out: TimedLine[] = [];
  for await (const chunk of mergeByTime(sources)) out.push(...chunk);
  return out;
};

const shown = (lines: readonly TimedLine[]) => lines.map(({ file, time }) => `${'ab'[file]}${time}`).join(' ');

describe('files are merged by time', () => {
  it('stably: of equal times the file given first comes first', async () => {
    expect(
      shown(
        await merged([
          [1, 3, 3, 9],
          [2, 3, 10],
        ]),
      ),
    ).toBe('a1 b2 a3 a3 b3 a9 b10');
  });

  it('each in its own order: an older line does not overtake its predecessor', async () => {
    expect(
      shown(
        await merged([
          [5, 1, 6],
          [2, 3],
        ]),
      ),
    ).toBe('b2 b3 a5 a1 a6');
  });

  it('an empty file adds nothing', async () => {
    expect(shown(await merged([[], [1]]))).toBe('b1');
    expect(await merged([])).toEqual([]);
  });

  it('every line comes out once, and sorted files give a sorted whole', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }));
    await fc.assert(
      fc.asyncProperty(fc.array(times, { maxLength: 2 }), fc.integer({ min: 1, max: 5 }), async (files, size) => {
        const sorted = files.map((file) => [...file].sort((a, b) => a - b));
        const out = (await merged(sorted, size)).map(({ time }) => time);
        expect(out).toEqual(sorted.flat().sort((a, b) => a - b));
      }),
    );
  });
});
