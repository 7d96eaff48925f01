import fc from 'fast-check';
import { createMissedLines, shapeOf } from '../../../lib/cli/report/missed';
import { createTimelineCounter } from '../../../lib/cli/report/timeline';

const T = Date.UTC(2026, 10, 18) / 1000;

describe('the timeline', () => {
  it.each([
    [3600, 60],
    [86_399, 900],
    [7 * 86_400, 10_800],
    [40 * 86_400, 86_400],
    [900 * 86_400, 2_629_800],
  ])('over %d s has steps of %d s: at most 96 bars', (length, step) => {
    const counter = createTimelineCounter();
    counter.failed(T);
    const timeline = counter.timeline(T, T + length);
    expect(timeline?.step).toBe(step);
    expect(timeline?.buckets.length).toBeLessThanOrEqual(96);
  });

  it('loses nothing, and puts everything where it happened', () => {
    const times = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(times, times, (failures, bans) => {
        const counter = createTimelineCounter();
        for (const time of failures) counter.failed(T + time);
        for (const time of bans) counter.banned(T + time);
        const { from, step, buckets } = counter.timeline(T, T + 200_000) ?? { from: 0, step: 1, buckets: [] };
        const inBucket = (list: readonly number[], at: number) =>
          list.filter((time) => Math.floor((T + time - from) / step) === at).length;
        expect(buckets).toEqual(
          buckets.map((_, at) => ({ failures: inBucket(failures, at), bans: inBucket(bans, at) })),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('is none when nothing happened', () => {
    expect(createTimelineCounter().timeline(T, T + 60)).toBeUndefined();
  });
});

describe('lines that were missed', () => {
  const gathered = (...lines: readonly string[]) => {
    const missed = createMissedLines();
    lines.forEach((line, at) => {
      missed.take(line, () => `log:${at + 1}`);
    });
    return missed;
  };

  it('are gathered by their shape, the most frequent first', () => {
    const missed = gathered(
      'Nov 18 12:00:00 gate app[1]: login failed for bob from 192.0.2.1',
      'Nov 18 12:00:07 gate app[2]: login failed for alice from 192.0.2.77',
      'Nov 18 12:00:08 gate app[2]: access denied to /a/b from 192.0.2.77',
    );
    expect(missed.suspicious).toBe(3);
    expect(missed.shapes(9)).toEqual([
      { count: 2, example: expect.stringContaining('for bob'), where: 'log:1' },
      { count: 1, example: expect.stringContaining('/a/b'), where: 'log:3' },
    ]);
  });

  it('count only when they name an address and read like a failure', () => {
    expect(gathered('session opened for 192.0.2.1', 'disk failed', 'error at 2001:db8::1').suspicious).toBe(1);
  });

  it('differ in shape by what the daemon says, not by who did it', () => {
    const line = (user: string, ip: string, port: number) =>
      `Nov 18 12:00:00 gate sshd[${port}]: Invalid user ${user} from ${ip} port ${port}`;
    expect(shapeOf(line('bob', '192.0.2.1', 4))).toBe(shapeOf(line('x9', '198.51.100.200', 40123)));
    expect(shapeOf('Invalid user bob')).not.toBe(shapeOf('Failed password for bob'));
  });

  it('of a flood of shapes are told apart to a bound, and all counted', () => {
    const missed = gathered(
      ...Array.from({ length: 5000 }, (_, n) => `failed ${'x'.repeat(n % 900)}y${'z'.repeat(n / 900)} 192.0.2.1`),
    );
    expect(missed.suspicious).toBe(5000);
    expect(missed.shapes(9999).length).toBeLessThanOrEqual(2000);
  });
});
