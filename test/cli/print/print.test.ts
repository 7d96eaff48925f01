import { createProgress, describe as describeProgress } from '../../../lib/cli/print/progress';
import { table } from '../../../lib/cli/print/table';
import { duration, timesIn } from '../../../lib/cli/print/time';

describe('a table', () => {
  const columns = [{ title: 'NAME' }, { title: 'COUNT', align: 'right' as const }, { title: 'TEXT' }];

  it('aligns its columns', () => {
    expect(
      table(
        columns,
        [
          ['sshd', '7', 'a'],
          ['nginx', '12', 'bc'],
        ],
        80,
      ),
    ).toEqual(['NAME   COUNT  TEXT', 'sshd       7  a', 'nginx     12  bc']);
  });

  it('counts wide characters as the two columns they take', () => {
    const [, wide, plain] = table(
      columns,
      [
        ['日本', '1', 'x'],
        ['ab', '1', 'x'],
      ],
      80,
    );
    expect(wide).toBe('日本      1  x');
    expect(plain).toBe('ab        1  x');
  });

  it('is no wider than the terminal; a cut shows', () => {
    expect(table(columns, [['sshd', '7', 'a long text of many words']], 20)[1]).toBe('sshd      7  a long…');
  });
});

describe('times', () => {
  it('are written in their zone, the day only where it is another', () => {
    const times = timesIn('Europe/Berlin');
    const noon = Date.UTC(2026, 10, 18, 12) / 1000;
    expect(times.at(noon)).toBe('2026-11-18 13:00:00');
    expect(times.near(noon, noon + 3600)).toBe('13:00:00');
    expect(times.near(noon, noon + 43200)).toBe('11-18 13:00:00');
    expect(times.near(noon, noon + 86400 * 60)).toBe('2026-11-18 13:00:00');
  });

  it.each([
    [0, '0s'],
    [45, '45s'],
    [600, '10m'],
    [3661, '1h 1m'],
    [90000, '1d 1h'],
    [604800, '7d'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe('progress', () => {
  const silent = { stdout: () => undefined, columns: undefined, colour: false };

  it('is shown on a terminal only, after a while, and taken away', () => {
    const written: string[] = [];
    let now = 0;
    const io = { ...silent, stderr: (text: string) => written.push(text), now: () => now };
    for (const watched of [false, true]) {
      const progress = createProgress({ ...io, progress: watched });
      progress.update(10, 0.1);
      now += 1;
      progress.update(20, 0.2);
      progress.end();
    }
    expect(written).toHaveLength(2);
    expect(written[0]).toContain('━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 20 %, 20 lines, 20 lines/s, 4s left');
    expect(written[1]).toBe('\r\u001b[K');
  });

  it('tells no share of a whole that is not known', () => {
    expect(describeProgress({ lines: 5000, share: 0, spent: 2 })).toBe('5,000 lines, 2,500 lines/s');
  });
});
