import fc from 'fast-check';
import type { Failure } from '../../lib/core/ban';
import { surplusOf } from '../../lib/core/hosts';
import { arrive, clear, type Window } from '../../lib/core/window';

const limits = fc.record({
  maxretry: fc.integer({ min: 1, max: 4 }),
  minhosts: fc.integer({ min: 2, max: 3 }),
  findtime: fc.integer({ min: 1, max: 12 }),
});

const someFailures = (maxLength: number, hosts: readonly (string | undefined)[] = ['a', 'b', 'c', undefined]) =>
  fc
    .array(fc.record({ time: fc.integer({ min: 0, max: 40 }), host: fc.constantFrom(...hosts) }), {
      minLength: maxLength >> 1,
      maxLength,
    })
    .map((all) =>
      all.map(({ time, host }, index): Failure => {
        const failure = { time, eventId: `${index}` };
        return host === undefined ? failure : { ...failure, host };
      }),
    );

/** The definition, by brute force: the earliest failure whose window holds enough failures of enough hosts. */
function earliest(failures: readonly Failure[], { maxretry, minhosts, findtime }: Omit<Window, 'failures'>) {
  const full = failures
    .map(({ time }) => time)
    .filter((end) => {
      const inside = failures.filter(({ time }) => end - findtime < time && time <= end);
      const hosts = new Set(inside.flatMap(({ host }) => host ?? []));
      return inside.length >= maxretry && hosts.size >= minhosts;
    });
  return full.length === 0 ? undefined : Math.min(...full);
}

test('a window is full when it holds maxretry failures of minhosts hosts, in whatever order they arrive', () => {
  fc.assert(
    fc.property(limits, someFailures(25), (rules, failures) => {
      const window: Window = { ...rules, failures: [] };
      for (const failure of failures) {
        let reached = arrive(window, failure);
        expect(reached?.time).toBe(earliest(window.failures, rules));
        while (reached) {
          reached = clear(window, reached.time);
          expect(reached?.time).toBe(earliest(window.failures, rules));
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('one host alone never bans, two do at the first failure of the second', () => {
  const window: Window = { maxretry: 2, minhosts: 2, findtime: 1800, failures: [] };
  for (let time = 0; time < 50; time++) {
    expect(arrive(window, { time, eventId: `a${time}`, host: 'web1' })).toBeUndefined();
  }
  expect(arrive(window, { time: 1849, eventId: 'late', host: 'web2' })).toBeUndefined();
  expect(arrive(window, { time: 1848, eventId: 'b', host: 'web2' })).toEqual({ time: 1848, failures: 2 });
});

test('failures that were counted before the jail asked for hosts stand for none', () => {
  const window: Window = { maxretry: 2, minhosts: 2, findtime: 60, failures: [{ time: 1, eventId: 'old' }] };
  expect(arrive(window, { time: 2, eventId: 'a', host: 'web1' })).toBeUndefined();
  expect(arrive(window, { time: 3, eventId: 'b', host: 'web2' })).toEqual({ time: 3, failures: 3 });
});

/** Many failures that fill no window: of one host, or of two where three are asked for. */
const oneHostOrSo = fc.oneof(someFailures(60, ['a']), someFailures(60, ['a', 'b']));

test('what is surplus never matters: without it the same window becomes full first, also for a late line', () => {
  let left = 0;
  fc.assert(
    fc.property(limits, oneHostOrSo, fc.oneof(someFailures(2), someFailures(4)), (rules, before, late) => {
      fc.pre(earliest(before, rules) === undefined);
      left += surplusOf(rules, before).length;
      const surplus = new Set(surplusOf(rules, before));
      const kept = before.filter((failure) => !surplus.has(failure));
      expect(earliest([...kept, ...late], rules)).toBe(earliest([...before, ...late], rules));
    }),
    { numRuns: 2_000 },
  );
  expect(left).toBeGreaterThan(1_000);
});

test('the surplus leaves few of a host that fails on and on', () => {
  const all = Array.from({ length: 5_000 }, (_, index) => ({ time: index, eventId: `${index}`, host: 'web1' }));
  const surplus = surplusOf({ maxretry: 5, findtime: 600 }, all);
  expect(all.length - surplus.length).toBe(2 * 5 * Math.ceil(5_000 / 600));
});
