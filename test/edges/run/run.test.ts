import { EdgeApiError } from '../../../lib/edges/api-error';
import { createBuckets } from '../../../lib/edges/run/bucket';
import { startRun } from '../../../lib/edges/run/run';
import { virtualPace } from '../support/virtual-pace';

const throttled = () => new EdgeApiError('throttled', 'UpdateIPSet', 'Rate exceeded');

describe('a run', () => {
  it('tries again after growing random pauses, capped at 20 seconds', async () => {
    const pauses: number[] = [];
    const pace = { ...virtualPace(), random: () => 1, sleep: async (seconds: number) => void pauses.push(seconds) };
    let tries = 0;

    await startRun(pace).call(async () => {
      if (++tries < 10) throw throttled();
    });

    expect(pauses).toEqual([0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 20, 20]);
  });

  it('jitters each pause fully, so that writers who met do not meet again', async () => {
    const pauses: number[] = [];
    const chances = [0, 0.25, 0.5];
    const sleep = async (seconds: number) => void pauses.push(seconds);
    const pace = { ...virtualPace(), random: () => chances[pauses.length] ?? 0, sleep };
    let tries = 0;

    await startRun(pace).call(async () => {
      if (++tries < 4) throw throttled();
    });

    expect(pauses).toEqual([0, 0.1, 0.4]);
  });

  it('throws the last failure rather than pass its deadline', async () => {
    const pace = virtualPace(10);
    const start = pace.now();

    await expect(startRun(pace).call(() => Promise.reject(throttled()))).rejects.toThrow('Rate exceeded');

    expect(pace.now() - start).toBeLessThanOrEqual(10);
  });

  it.each(['denied', 'not-found', 'invalid', 'contended', 'deadline'] as const)(
    'does not repeat %s',
    async (failure) => {
      let tries = 0;
      const call = startRun(virtualPace()).call(async () => {
        tries++;
        throw new EdgeApiError(failure, 'GetIPSet', 'no');
      });

      await expect(call).rejects.toMatchObject({ failure });
      expect(tries).toBe(1);
    },
  );

  it('waits for its turn in a bucket shared by name', async () => {
    const pace = virtualPace();
    const buckets = createBuckets();
    const run = startRun(pace);
    const times: number[] = [];
    for (let n = 0; n < 4; n++) {
      await run.turn(buckets('wafv2', 0.5), 'UpdateIPSet');
      times.push(pace.now() - 1_000_000);
    }
    await run.turn(buckets('another', 0.5), 'UpdateIPSet');

    expect(times).toEqual([0, 2, 4, 6]);
    expect(pace.now() - 1_000_000).toBe(6);
  });

  it('does not wait for a turn that comes after its deadline', async () => {
    const run = startRun(virtualPace(1));
    const bucket = createBuckets()('wafv2', 0.5);
    await run.turn(bucket, 'UpdateIPSet');

    await expect(run.turn(bucket, 'UpdateIPSet')).rejects.toMatchObject({ failure: 'deadline' });
    expect(await bucket.reserve(1_000_000, 1_000_002)).toBe(2);
  });
});
