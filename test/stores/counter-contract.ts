import * as fc from 'fast-check';
import type { Failure } from '../../lib/core/ban';
import type { CounterKey, CounterList, CounterStore } from '../../lib/core/ports';

const byTime = (failures: readonly Failure[]) =>
  [...failures].sort((a, b) => a.time - b.time || (a.eventId < b.eventId ? -1 : 1));

const nameOf = (key: CounterKey): string => JSON.stringify([key.jail, key.ip]);

/** What every counter store must do. `runs`: cases of each law. */
export function counterContract(store: () => CounterStore & CounterList, runs: number): void {
  let counters: CounterStore & CounterList;
  let ips = 0;
  const fresh = (jail = 'sshd') => {
    ips += 1;
    return { jail, ip: `2001:db8::${ips}/64` };
  };
  const failure = (time: number, eventId = `id${time}`): Failure => ({ time, eventId });
  const EXPIRES = 4_000_000_000;

  beforeEach(() => {
    counters = store();
  });

  it('has no failures of an address nobody charged', async () => {
    expect(await counters.get(fresh())).toEqual([]);
  });

  it('answers all failures in the set, with their times and event ids', async () => {
    const key = fresh();
    expect(await counters.add(key, [failure(1_700_000_000.123)], EXPIRES)).toEqual([failure(1_700_000_000.123)]);
    const all = await counters.add(key, [failure(1_700_000_001), failure(1_700_000_002)], EXPIRES);
    const expected = [failure(1_700_000_000.123), failure(1_700_000_001), failure(1_700_000_002)];
    expect(byTime(all)).toEqual(expected);
    expect(byTime(await counters.get(key))).toEqual(expected);
  });

  it('counts an event that is delivered twice once', async () => {
    const key = fresh();
    await counters.add(key, [failure(10, 'a'), failure(10, 'b')], EXPIRES);
    const again = await counters.add(key, [failure(10, 'b'), failure(10, 'a'), failure(10, 'a')], EXPIRES);
    expect(byTime(again)).toEqual([failure(10, 'a'), failure(10, 'b')]);
  });

  it('keeps times to the millisecond', async () => {
    const key = fresh();
    expect(await counters.add(key, [failure(1_700_000_000.1234567, 'a')], EXPIRES)).toEqual([
      failure(1_700_000_000.123, 'a'),
    ]);
  });

  it('keeps event ids of any shape apart, also the number of a ban that recidive counts', async () => {
    const key = fresh();
    const failures = [failure(5, 'sshd#1'), failure(5, 'sshd#2'), failure(5, 'nginx-http-auth#1'), failure(-5, '#')];
    expect(byTime(await counters.add(key, failures, EXPIRES))).toEqual(byTime(failures));
  });

  it('keeps the host of a failure, where one is given', async () => {
    const key = fresh();
    const failures = [
      { ...failure(5, 'a'), host: 'web-1_' },
      { ...failure(5, 'b@c#d'), host: 'web-2_' },
      failure(6, 'x@y#z'),
    ];
    expect(byTime(await counters.add(key, failures, EXPIRES))).toEqual(failures);
    await counters.remove(key, failures.slice(1));
    expect(await counters.get(key)).toEqual(failures.slice(0, 1));
  });

  it('keeps jails and addresses apart, whatever their names hold', async () => {
    const keys = [
      { jail: 'a#b', ip: 'c' },
      { jail: 'a', ip: 'b#c' },
      { jail: 'a%23b', ip: 'c' },
      { jail: 'a', ip: 'b%23c' },
    ];
    for (const [index, key] of keys.entries()) await counters.add(key, [failure(index + 1)], EXPIRES);
    for (const [index, key] of keys.entries()) expect(await counters.get(key)).toEqual([failure(index + 1)]);
  });

  it('takes failures out, and never others', async () => {
    const key = fresh();
    await counters.add(key, [failure(1), failure(2), failure(3)], EXPIRES);
    await counters.remove(key, [failure(1), failure(3), failure(99)]);
    expect(await counters.get(key)).toEqual([failure(2)]);
    await counters.remove(key, [failure(2)]);
    expect(await counters.get(key)).toEqual([]);
    expect(await counters.add(key, [failure(4)], EXPIRES)).toEqual([failure(4)]);
  });

  it('takes out what it answered', async () => {
    const key = fresh();
    const answered = await counters.add(key, [failure(1.0001, 'a'), failure(2.9999, 'b')], EXPIRES);
    await counters.remove(key, answered);
    expect(await counters.get(key)).toEqual([]);
  });

  it('does nothing when there is nothing to add or to take out', async () => {
    const key = fresh();
    expect(await counters.add(key, [], EXPIRES)).toEqual([]);
    await counters.remove(key, []);
    await counters.remove(key, [failure(1)]);
    expect(await counters.get(key)).toEqual([]);
  });

  it('lists the counters that hold a failure, of one jail or of all', async () => {
    const keys = ['listed', 'listed#more', 'listed%23more'].flatMap((jail) => [fresh(jail), { jail, ip: 'a#b%c' }]);
    for (const [index, key] of keys.entries()) await counters.add(key, [failure(index), failure(100)], EXPIRES);
    const emptied = fresh('listed');
    await counters.add(emptied, [failure(1)], EXPIRES);
    await counters.remove(emptied, [failure(1)]);
    const listed = async (jail?: string) => {
      const told: [CounterKey, readonly Failure[]][] = [];
      await counters.each((key, failures) => void told.push([key, byTime(failures)]), jail);
      return told.filter(([key]) => key.jail.startsWith('listed')).sort(([a], [b]) => (nameOf(a) < nameOf(b) ? -1 : 1));
    };
    const all = keys
      .map((key, index): [CounterKey, readonly Failure[]] => [key, [failure(index), failure(100)]])
      .sort(([a], [b]) => (nameOf(a) < nameOf(b) ? -1 : 1));
    expect(await listed()).toEqual(all);
    expect(await listed('listed')).toEqual(all.filter(([{ jail }]) => jail === 'listed'));
    expect(await listed('listed#more')).toEqual(all.filter(([{ jail }]) => jail === 'listed#more'));
    expect(await listed('nobody')).toEqual([]);
  });

  it('ends with the same set however the failures are cut, repeated and ordered', async () => {
    const failures = fc.uniqueArray(
      fc.record({ time: fc.integer({ min: 0, max: 50 }), eventId: fc.constantFrom('a', 'b', 'c') }),
      { selector: ({ time, eventId }) => `${time} ${eventId}`, minLength: 1, maxLength: 12 },
    );
    const deliveries = failures.chain((all) =>
      fc.record({
        all: fc.constant(all),
        first: fc.shuffledSubarray(all, { minLength: all.length }),
        again: fc.shuffledSubarray(all),
        size: fc.integer({ min: 1, max: 5 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ all, first, again, size }) => {
        const key = fresh();
        const delivered = [...first, ...again];
        const batches: Promise<unknown>[] = [];
        for (let at = 0; at < delivered.length; at += size) {
          batches.push(counters.add(key, delivered.slice(at, at + size), EXPIRES));
        }
        await Promise.all(batches);
        expect(byTime(await counters.get(key))).toEqual(byTime(all));
      }),
      { numRuns: runs },
    );
  });

  it('loses nothing of batches that run in parallel: the last answer holds everything', async () => {
    const key = fresh();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, time) => counters.add(key, [failure(time)], EXPIRES)),
    );
    expect(Math.max(...answers.map((answer) => answer.length))).toBe(20);
    expect(await counters.get(key)).toHaveLength(20);
  });
}
