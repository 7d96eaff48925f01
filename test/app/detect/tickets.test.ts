import type { DetectPorts } from '../../../lib/app/detect/ports';
import { createTickets } from '../../../lib/app/detect/tickets';
import type { Ban } from '../../../lib/core/ban';
import type { AppEvent } from '../../../lib/core/event';
import { emptyTicket } from '../../../lib/core/fold';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { memoryCounters } from '../../../lib/stores/memory/counters';
import { memorySessions } from '../../../lib/stores/memory/sessions';
import { aBatch, aJail, aRuleset, detectBatches } from '../../support/builders';

/** Instances of the function over one table. */
function world(breaker = 1000) {
  let now = 0;
  const clock = () => now;
  const bans = memoryBans(clock);
  const events: AppEvent[] = [];
  const reads = { count: 0 };
  const get: DetectPorts['bans']['get'] = (jail, ip) => {
    reads.count += 1;
    return bans.get(jail, ip);
  };
  const ports: DetectPorts = {
    ...{ counters: memoryCounters(clock), bans: { ...bans, get }, sessions: memorySessions(clock) },
    ...{ emit: (event) => events.push(event), count: () => undefined, random: () => 0, resolve: async () => [] },
    arrival: (timestamp) => {
      now = Math.max(now, timestamp);
      return now;
    },
  };
  let batch = 0;
  const instance = () => {
    const detect = detectBatches(ports, aRuleset({ jails: [aJail({ maxretry: 3, breaker })] }));
    return (from: number, times: number, ip = '192.0.2.1') =>
      detect(
        aBatch(
          Array.from({ length: times }, (_, n) => [from + n, `bad login of root from ${ip}`] as const),
          { prefix: `b${++batch}` },
        ),
      );
  };
  return { bans, events, reads, instance };
}

const told = (events: readonly AppEvent[]) =>
  events.map(({ event }) => event).filter((event) => event !== 'found' && event !== 'ignored');

describe('a ticket that an instance has seen', () => {
  it('is not read again while its offender goes on', async () => {
    const { instance, reads, events } = world();
    const attacked = instance();
    for (let minute = 0; minute < 5; minute++) await attacked(1000 + 60 * minute, 4);
    expect(told(events)).toEqual(['ban', 'prolong', 'prolong', 'prolong', 'prolong', 'prolong']);
    expect(reads.count).toBe(1);
  });

  it('and that an operator lifted since is read before the next ban', async () => {
    const { instance, bans, events } = world();
    const attacked = instance();
    await attacked(1000, 3);
    const ban = (await bans.get('app', '192.0.2.1')) as Ban;
    await bans.put({ ...ban, state: 'over', clearedAt: 1010, version: ban.version + 1 }, null);
    await attacked(1005, 2);
    await attacked(1020, 1);
    expect(told(events)).toEqual(['ban']);
    await attacked(1021, 2);
    expect(told(events)).toEqual(['ban', 'ban']);
    expect(await bans.get('app', '192.0.2.1')).toMatchObject({ bancount: 2, time: 1022, state: 'live' });
  });

  it('is that of the instance that wrote last, when several see the same attack', async () => {
    const { instance, bans, events } = world();
    const [one, other] = [instance(), instance()];
    for (let n = 0; n < 6; n++) await (n % 2 === 0 ? one : other)(1000 + 10 * n, 3);
    expect(told(events)).toEqual(['ban', ...Array<string>(5).fill('prolong')]);
    expect(await bans.get('app', '192.0.2.1')).toMatchObject({ bancount: 1, time: 1002, end: 1652, version: 6 });
  });

  it('prolongs a ban that another instance made, though the breaker would allow no new one', async () => {
    const { instance, bans, events } = world(1);
    const [one, other] = [instance(), instance()];
    await one(1000, 3);
    const ban = (await bans.get('app', '192.0.2.1')) as Ban;
    await bans.put({ ...ban, state: 'over', version: ban.version + 1 }, null);
    await other(1700, 3);
    await one(1701, 3, '192.0.2.2');
    await one(1710, 3);
    expect(told(events)).toEqual(['ban', 'ban', 'ban', 'prolong']);
    expect(events.filter(({ event }) => event === 'ignored')).toEqual([]);
  });

  it('is read anew after a write of which nobody knows what came', async () => {
    const stored = memoryBans(() => 0);
    let lost = true;
    const tickets = createTickets({
      ...stored,
      put: async (ban, expiresAt) => {
        const outcome = await stored.put(ban, expiresAt);
        if (lost) throw new Error('no answer');
        return outcome;
      },
    });
    const first = { ...emptyTicket('app', '192.0.2.1'), version: 1 };
    await expect(tickets.put(first, null)).rejects.toThrow('no answer');
    lost = false;
    expect(await tickets.see('app', '192.0.2.1')).toEqual({ ban: first, remembered: false });
    expect(await tickets.put({ ...first, version: 2 }, null)).toBe('written');
    expect(await tickets.see('app', '192.0.2.1')).toMatchObject({ ban: { version: 2 }, remembered: true });
  });

  it('is forgotten when ten thousand others were seen since', async () => {
    const tickets = createTickets(memoryBans(() => 0));
    for (let n = 0; n <= 10_000; n++) await tickets.put({ ...emptyTicket('app', `host ${n}`), version: 1 }, null);
    expect(await tickets.see('app', 'host 0')).toMatchObject({ remembered: false });
    expect(await tickets.see('app', 'host 10000')).toMatchObject({ remembered: true });
  });
});
