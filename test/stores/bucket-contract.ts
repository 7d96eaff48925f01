import * as fc from 'fast-check';
import type { Buckets } from '../../lib/edges/ports';

const NEVER_TOO_LATE = 1e12;

/** What every token bucket must do. `empty` makes buckets that nobody took from; `runs`: cases of each law. */
export function bucketContract(empty: () => Promise<Buckets>, runs: number): void {
  let buckets: Buckets;

  beforeEach(async () => {
    buckets = await empty();
  });

  const half = (name = 'wafv2:update:eu-central-1') => buckets(name, 0.5);

  it('gives the first place at once and each further one two seconds later, at half a request a second', async () => {
    const waits: unknown[] = [];
    for (let n = 0; n < 4; n++) waits.push(await half().reserve(1000, NEVER_TOO_LATE));
    expect(waits).toEqual([0, 2, 4, 6]);
  });

  it('saves nothing up: who comes late waits for nobody, who comes right after him does', async () => {
    await half().reserve(1000, NEVER_TOO_LATE);
    expect(await half().reserve(1500, NEVER_TOO_LATE)).toBe(0);
    expect(await half().reserve(1500.5, NEVER_TOO_LATE)).toBe(1.5);
  });

  it('takes no place for who cannot wait that long, so that the next one is not held up', async () => {
    for (let n = 0; n < 3; n++) await half().reserve(1000, NEVER_TOO_LATE);
    expect(await half().reserve(1000, 1005)).toBeUndefined();
    expect(await half().reserve(1000, 1006)).toBe(6);
    expect(await half().reserve(1000, 1006)).toBeUndefined();
  });

  it('keeps buckets of other names apart', async () => {
    await half().reserve(1000, NEVER_TOO_LATE);
    expect(await half('wafv2:update:us-east-1').reserve(1000, NEVER_TOO_LATE)).toBe(0);
  });

  it('gives places apart to all who ask at the same moment', async () => {
    const waits = await Promise.all(Array.from({ length: 12 }, () => half().reserve(1000, NEVER_TOO_LATE)));
    const sorted = waits.map(Number).sort((a, b) => a - b);
    expect(sorted).toEqual(sorted.map((_, n) => n * 2));
  });

  it('never gives two places closer than its rate, whoever asks when', async () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(pauses, fc.constantFrom(0.5, 1, 2), async (asks, rate) => {
        const bucket = (await empty())('any', rate);
        let now = 1000;
        let last = Number.NEGATIVE_INFINITY;
        for (const pause of asks) {
          now = Math.round(now * 1000 + pause) / 1000;
          const place = now + ((await bucket.reserve(now, NEVER_TOO_LATE)) ?? Number.NaN);
          expect(place - last).toBeGreaterThanOrEqual(1 / rate - 0.002);
          expect(place).toBeLessThanOrEqual(Math.max(now, last + 1 / rate) + 0.002);
          last = place;
        }
      }),
      { numRuns: runs },
    );
  });
}
