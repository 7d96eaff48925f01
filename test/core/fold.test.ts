import fc from 'fast-check';
import type { Ban } from '../../lib/core/ban';
import type { AppEvent } from '../../lib/core/event';
import { type Arrival, emptyTicket, type FoldRules, fold, isOver, remembered } from '../../lib/core/fold';

const rules = (over: Partial<FoldRules> = {}): FoldRules => ({
  ...{ jail: 'sshd', maxretry: 3, findtime: 600, bantime: 600, increment: null, offencesElsewhere: 0 },
  ...{ dbpurgeage: 86400, random: () => 0, mayBan: () => true },
  ...over,
});

/** Failures at these times, the clock following them. */
const inOrder = (times: readonly number[]): Arrival[] => {
  let clock = 0;
  return times.map((time, index) => {
    clock = Math.max(clock, time);
    return { failure: { time, eventId: `event-${index}` }, clock };
  });
};

const told = (events: readonly { event: AppEvent }[]) =>
  events.map(({ event }) => `${event.event} ${'until' in event ? `${event.time} until ${event.until}` : event.time}`);

const run = (times: readonly number[], over: Partial<FoldRules> = {}) =>
  told(fold(rules(over), '192.0.2.1', { failures: [], ban: undefined }, inOrder(times)).events);

describe('the window', () => {
  it('bans at the failure that makes maxretry inside findtime', () => {
    expect(run([1000, 1100, 1200])).toEqual(['ban 1200 until 1800']);
    expect(run([1000, 1100])).toEqual([]);
  });

  it('does not hold a failure that is findtime old: t - findtime < f', () => {
    expect(run([1000, 1300, 1600])).toEqual([]);
    expect(run([1000, 1300, 1599.999])).toEqual(['ban 1599.999 until 2199.999']);
  });

  it('is exact: old failures leave it one by one', () => {
    expect(run([1000, 1500, 2000, 2050])).toEqual(['ban 2050 until 2650']);
    expect(run([1000, 1500, 2150, 2650, 3300])).toEqual([]);
  });

  it('counts a late line in its own window only', () => {
    expect(run([1000, 1100, 5000, 1200], { bantime: 86400 })).toEqual(['ban 1200 until 87600']);
    expect(run([1000, 5000, 5100, 1100])).toEqual([]);
  });

  it('counts the same event once', () => {
    const once = inOrder([1000, 1100]);
    const twice = [...once, ...once];
    expect(fold(rules(), '192.0.2.1', { failures: [], ban: undefined }, twice).events).toEqual([]);
  });

  it('takes maxretry 1: every failure bans or prolongs', () => {
    expect(run([1000, 1001], { maxretry: 1 })).toEqual(['ban 1000 until 1600', 'prolong 1001 until 1601']);
  });
});

describe('a ban', () => {
  it('clears: failures up to it never count again', () => {
    expect(run([1000, 1001, 1002, 1003, 1004])).toEqual(['ban 1002 until 1602']);
  });

  it('is prolonged when the count is reached again, with the bantime it was given', () => {
    expect(run([1000, 1001, 1002, 1300, 1301, 1302])).toEqual(['ban 1002 until 1602', 'prolong 1302 until 1902']);
  });

  it('is over once the clock is past its end, not at it', () => {
    const ban: Ban = { ...emptyTicket('sshd', '192.0.2.1'), end: 1600 };
    expect(isOver(ban, 1600)).toBe(false);
    expect(isOver(ban, 1600.001)).toBe(true);
    expect(isOver({ ...ban, end: null }, 1e12)).toBe(false);
  });

  it('that ended is followed by a new one, which counts up', () => {
    const { ban, events } = fold(
      rules(),
      '192.0.2.1',
      { failures: [], ban: undefined },
      inOrder([1000, 1001, 1002, 1700, 1701, 1702]),
    );
    expect(told(events)).toEqual(['ban 1002 until 1602', 'unban 1702', 'ban 1702 until 2302']);
    expect(ban).toMatchObject({ bancount: 2, state: 'live', version: 1 });
  });

  it('is not made when its end is past the clock, but clears the counter', () => {
    const late = inOrder([1000, 1001, 1002, 1002.5]).map((arrival) => ({ ...arrival, clock: 9000 }));
    const { ban, events } = fold(rules(), '192.0.2.1', { failures: [], ban: undefined }, late);
    expect(events).toEqual([]);
    expect(ban).toMatchObject({ bancount: 0, state: 'over', clearedAt: 1002 });
  });

  it('lasts for ever when bantime is negative', () => {
    expect(run([1000, 1001, 1002], { bantime: -1 })).toEqual(['ban 1002 until null']);
    expect(run([1, 2, 3, 4, 5, 6], { bantime: -1 })).toEqual(['ban 3 until null']);
  });

  it('after an operator unban needs new failures: older ones never count', () => {
    const over: Ban = { ...emptyTicket('sshd', '192.0.2.1'), clearedAt: 1500, bancount: 1, version: 4 };
    const folded = fold(rules(), '192.0.2.1', { failures: [], ban: over }, inOrder([1400, 1500, 1501, 1502]));
    expect(folded.changed).toBe(false);
  });

  it('is made from failures counted before, when a crash left it unmade', () => {
    const arrivals = inOrder([1000, 1001, 1002]);
    const failures = arrivals.map(({ failure }) => failure);
    const again = fold(rules(), '192.0.2.1', { failures, ban: undefined }, arrivals.slice(2));
    expect(told(again.events)).toEqual(['ban 1002 until 1602']);
  });
});

describe('the breaker', () => {
  it('holds a ban back and keeps the failures: the next one bans', () => {
    let open = false;
    const folded = fold(
      rules({
        mayBan: () => {
          const may = open;
          open = true;
          return may;
        },
      }),
      '192.0.2.1',
      { failures: [], ban: undefined },
      inOrder([1000, 1001, 1002, 1003]),
    );
    expect(told(folded.events)).toEqual(['ignored 1002', 'ban 1003 until 1603']);
  });
});

describe('offences', () => {
  const last: Ban = { ...emptyTicket('sshd', '192.0.2.1'), time: 1000, bantime: 600, offences: 3 };

  it('are remembered until the ban, three times as long, lies dbpurgeage back', () => {
    expect(remembered(last, 1000 + 1800 + 86400, 86400)).toBe(3);
    expect(remembered(last, 1000 + 1800 + 86401, 86400)).toBe(0);
    expect(remembered({ ...last, bantime: -1 }, 1e12, 86400)).toBe(3);
  });
});

/** The contract's sentence, by brute force: after every arrival all windows of all live failures are looked at anew. */
function oracle(
  arrivals: readonly Arrival[],
  limits: { readonly maxretry: number; readonly findtime: number; readonly bantime: number },
): string[] {
  const { maxretry, findtime, bantime } = limits;
  let live: number[] = [];
  let cleared = 0;
  let end = 0;
  const out: string[] = [];
  const earliest = () =>
    [...live].sort((a, b) => a - b).find((t) => live.filter((f) => t - findtime < f && f <= t).length >= maxretry);
  const reach = (t: number, clock: number) => {
    const until = t + bantime;
    if (end > 0 && clock <= end) {
      if (until > end) out.push(`prolong ${t} until ${until}`);
      end = Math.max(end, until);
      return;
    }
    if (until < clock) return;
    if (end > 0) out.push(`unban ${clock}`);
    end = until;
    out.push(`ban ${t} until ${end}`);
  };
  for (const { failure, clock } of arrivals) {
    if (failure.time > cleared) live.push(failure.time);
    for (let t = earliest(); t !== undefined; t = earliest()) {
      cleared = t;
      live = live.filter((f) => f > cleared);
      reach(t, clock);
    }
  }
  return out;
}

const schedule = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 30 })), { maxLength: 30 })
  .map((steps) => {
    let clock = 1000;
    return steps.map(([ahead, late], index): Arrival => {
      clock += ahead;
      return { failure: { time: clock - late, eventId: `event-${index}` }, clock };
    });
  });

describe('folding agrees with the contract read literally', () => {
  const limits = fc.record({
    maxretry: fc.integer({ min: 1, max: 5 }),
    findtime: fc.integer({ min: 1, max: 200 }),
    bantime: fc.integer({ min: 1, max: 300 }),
  });

  it('whatever arrives in whatever order, each line with its own clock', () => {
    fc.assert(
      fc.property(schedule, limits, (arrivals, limit) => {
        const { events } = fold(rules(limit), '192.0.2.1', { failures: [], ban: undefined }, arrivals);
        expect(told(events)).toEqual(oracle(arrivals, limit));
      }),
      { numRuns: 500 },
    );
  });

  it('and however the arrivals are cut into batches', () => {
    fc.assert(
      fc.property(schedule, limits, fc.integer({ min: 1, max: 7 }), (arrivals, limit, size) => {
        const known: Arrival['failure'][] = [];
        let ban: Ban | undefined;
        const events: string[] = [];
        for (let at = 0; at < arrivals.length; at += size) {
          const batch = arrivals.slice(at, at + size);
          known.push(...batch.map(({ failure }) => failure));
          const folded = fold(rules(limit), '192.0.2.1', { failures: known, ban }, batch);
          ban = folded.ban;
          events.push(...told(folded.events));
        }
        expect(events).toEqual(oracle(arrivals, limit));
      }),
      { numRuns: 500 },
    );
  });
});
