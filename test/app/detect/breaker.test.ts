import fc from 'fast-check';
import { createBreaker } from '../../../lib/app/detect/breaker';
import type { BansMade } from '../../../lib/core/ports';

/** Where instances count together; `down`: it does not answer. */
function together() {
  const counts = new Map<string, number>();
  const calls = { count: 0, down: false };
  const made: BansMade = {
    add: async (jail, minute, bans) => {
      calls.count++;
      if (calls.down) throw new Error('throttled');
      const key = `${jail} ${minute}`;
      counts.set(key, (counts.get(key) ?? 0) + bans);
      return counts.get(key) ?? 0;
    },
  };
  return { made, calls };
}

/** Bans as fast as an instance can; answers how many were let through. */
async function flood(breaker: ReturnType<typeof createBreaker>, { tries = 5000, limit = 1000, clock = 60 } = {}) {
  let passed = 0;
  for (let n = 0; n < tries; n++) {
    if (!breaker('sshd', limit, clock)) continue;
    passed++;
    await breaker.share('sshd', limit);
  }
  return passed;
}

describe('the breaker', () => {
  it('lets as many new bans through a minute as its limit, and as many again in the next', async () => {
    const breaker = createBreaker();
    expect(await flood(breaker, { limit: 7 })).toBe(7);
    expect(await flood(breaker, { limit: 7, clock: 119.9 })).toBe(0);
    expect(await flood(breaker, { limit: 7, clock: 120 })).toBe(7);
  });

  it('keeps jails apart', async () => {
    const breaker = createBreaker();
    expect([breaker('a', 1, 0), breaker('a', 1, 0), breaker('b', 1, 0)]).toEqual([true, false, true]);
  });

  it('of several instances lets through what one of them would, one after the other', async () => {
    const { made } = together();
    const passed: number[] = [];
    for (let instance = 0; instance < 8; instance++) passed.push(await flood(createBreaker(made)));
    const all = passed.reduce((sum, count) => sum + count, 0);
    // Each later one makes a tenth of the limit before it asks.
    expect(passed).toEqual([1000, 100, 100, 100, 100, 100, 100, 100]);
    expect(all).toBeLessThan(2 * 1000);
  });

  it('asks the others once in a tenth of its limit: ten small writes for a thousand bans', async () => {
    const { made, calls } = together();
    await flood(createBreaker(made));
    expect(calls.count).toBe(10);
  });

  it('goes on alone while the others cannot be asked', async () => {
    const { made, calls } = together();
    calls.down = true;
    expect(await flood(createBreaker(made))).toBe(1000);
  });

  it('whoever bans when: all instances together pass the limit by a tenth of it for each at most', async () => {
    const act = fc.record({ instance: fc.nat(4), bans: fc.integer({ min: 1, max: 40 }) });
    const property = fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      const limit = 100;
      const { made } = together();
      const instances = Array.from({ length: 5 }, () => createBreaker(made));
      let passed = 0;
      for (const { instance, bans } of acts) {
        const breaker = instances[instance] as (typeof instances)[number];
        passed += await flood(breaker, { tries: bans, limit });
      }
      expect(passed).toBeLessThanOrEqual(limit + instances.length * (limit / 10));
    });
    await fc.assert(property);
  });
});
