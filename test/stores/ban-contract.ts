import * as fc from 'fast-check';
import type { Ban } from '../../lib/core/ban';
import type { BanStore, Clock } from '../../lib/core/ports';

export const ticket = (change: Partial<Ban> = {}): Ban => ({
  jail: 'sshd',
  ip: '192.0.2.1',
  time: 1_700_000_000.5,
  end: 1_700_000_600.5,
  bantime: 600,
  bancount: 1,
  offences: 1,
  failures: 5,
  clearedAt: 1_700_000_000.5,
  state: 'live',
  origin: 'detect',
  version: 1,
  ...change,
});

const byName = (bans: readonly Ban[]) => [...bans].sort((a, b) => (`${a.ip} ${a.jail}` < `${b.ip} ${b.jail}` ? -1 : 1));

/** What every ban store must do. `make` makes a store without tickets; `runs`: cases of each law. */
export function banContract(make: (clock: Clock) => Promise<BanStore>, runs: number): void {
  let bans: BanStore;
  let now = 1_700_000_000;
  const empty = () => make(() => now);

  beforeEach(async () => {
    bans = await empty();
  });

  it('has no ticket of an address that was never banned', async () => {
    expect(await bans.get('sshd', '192.0.2.1')).toBeUndefined();
    expect(await bans.ofIp('192.0.2.1')).toEqual([]);
    expect(await bans.live()).toEqual([]);
    expect(await bans.all()).toEqual([]);
  });

  it('gives a ticket back as it was written', async () => {
    const tickets = [
      ticket(),
      ticket({ ip: '2001:db8::/64', end: null, bantime: -1, origin: 'manual', reason: 'asked by "ops"' }),
      ticket({ ip: '198.51.100.0/24', end: null, bantime: -1, origin: 'list', asked: 4600 }),
      ticket({ ip: '198.51.100.7', time: 0, end: 0, bantime: 0, bancount: 0, failures: 0, state: 'over' }),
    ];
    for (const ban of tickets) {
      expect(await bans.put(ban, 1_800_000_000)).toBe('written');
      expect(await bans.get(ban.jail, ban.ip)).toEqual(ban);
    }
  });

  it('refuses a write on a version that is not the stored one', async () => {
    expect(await bans.put(ticket({ version: 2 }), null)).toBe('conflict');
    expect(await bans.put(ticket({ version: 1 }), null)).toBe('written');
    expect(await bans.put(ticket({ version: 1, failures: 9 }), null)).toBe('conflict');
    expect(await bans.put(ticket({ version: 3, failures: 9 }), null)).toBe('conflict');
    expect(await bans.get('sshd', '192.0.2.1')).toEqual(ticket());
    expect(await bans.put(ticket({ version: 2, bancount: 2 }), null)).toBe('written');
    expect(await bans.get('sshd', '192.0.2.1')).toEqual(ticket({ version: 2, bancount: 2 }));
  });

  it('lets exactly one of several writers of a version win', async () => {
    for (const version of [1, 2]) {
      const writers = Array.from({ length: 8 }, (_, failures) => ticket({ version, failures }));
      const answers = await Promise.all(writers.map((ban) => bans.put(ban, null)));
      expect(answers.filter((answer) => answer === 'written')).toHaveLength(1);
      expect(await bans.get('sshd', '192.0.2.1')).toEqual(writers[answers.indexOf('written')]);
    }
  });

  it('lets one of two identical bans win, so that it is told once', async () => {
    const answers = await Promise.all([bans.put(ticket(), null), bans.put(ticket(), null)]);
    expect([...answers].sort()).toEqual(['conflict', 'written']);
  });

  it('knows all tickets of one address, live or over, and of no other', async () => {
    const mine = [ticket(), ticket({ jail: 'recidive', end: null }), ticket({ jail: 'nginx', state: 'over' })];
    const others = [ticket({ ip: '192.0.2.10' }), ticket({ ip: '192.0.2.1/24' }), ticket({ ip: '192.0.2.1#sshd' })];
    for (const ban of [...mine, ...others]) await bans.put(ban, null);
    expect(byName(await bans.ofIp('192.0.2.1'))).toEqual(byName(mine));
  });

  it('lists the live tickets of all jails, and none that is over', async () => {
    const live = Array.from({ length: 40 }, (_, n) => ticket({ ip: `203.0.113.${n}`, jail: `jail${n % 3}` }));
    for (const ban of live) await bans.put(ban, null);
    await bans.put(ticket({ ip: '198.51.100.1', state: 'over' }), null);
    expect(byName(await bans.live())).toEqual(byName(live));
    const [lifted, ...rest] = live as [Ban, ...Ban[]];
    await bans.put({ ...lifted, state: 'over', version: 2 }, null);
    expect(byName(await bans.live())).toEqual(byName(rest));
    await bans.put({ ...lifted, state: 'live', version: 3 }, null);
    expect(await bans.live()).toHaveLength(40);
  });

  it('calls a ticket due once the clock is past its end, not at its end', async () => {
    await bans.put(ticket({ ip: '192.0.2.1', end: 100 }), null);
    await bans.put(ticket({ ip: '192.0.2.2', end: 100.25 }), null);
    await bans.put(ticket({ ip: '192.0.2.3', end: null }), null);
    await bans.put(ticket({ ip: '192.0.2.4', end: 50, state: 'over' }), null);
    const due = async (clock: number) => byName(await bans.due(clock)).map(({ ip }) => ip);
    expect(await due(100)).toEqual([]);
    expect(await due(100.1)).toEqual(['192.0.2.1']);
    expect(await due(100.5)).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(await due(9_000_000_000_000)).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('answers what is due again until it is lifted, and moves it when the ban is prolonged', async () => {
    await bans.put(ticket({ end: 100 }), null);
    expect(await bans.due(101)).toHaveLength(1);
    expect(await bans.due(101)).toHaveLength(1);
    await bans.put(ticket({ end: 200, version: 2 }), null);
    expect(await bans.due(101)).toEqual([]);
    expect(await bans.due(201)).toEqual([ticket({ end: 200, version: 2 })]);
    await bans.put(ticket({ end: 200, version: 3, state: 'over' }), null);
    expect(await bans.due(201)).toEqual([]);
  });

  describe('tells which jails have changed', () => {
    const written = async (jail: string, at: number, change: Partial<Ban> = {}) => {
      now = at;
      await bans.put(ticket({ jail, ip: `192.0.2.${at % 250}`, ...change }), null);
    };
    const since = async (time: number) => Object.fromEntries(await bans.changedSince(time));

    it('with the time of the newest write of each, whatever the times of the bans say', async () => {
      await written('sshd', 1000, { time: 5, end: 9_000_000_000 });
      await written('nginx', 1010);
      await written('sshd', 1020.25, { end: null });
      expect(await since(0)).toEqual({ sshd: 1020.25, nginx: 1010 });
      expect(await since(1009.999)).toEqual({ sshd: 1020.25, nginx: 1010 });
      expect(await since(1010)).toEqual({ sshd: 1020.25 });
      expect(await since(1020.25)).toEqual({});
    });

    it('again when a ban is prolonged, and when it is over', async () => {
      await written('sshd', 1000, { ip: '192.0.2.9' });
      await written('sshd', 1500, { ip: '192.0.2.9', version: 2, end: null });
      expect(await since(1000)).toEqual({ sshd: 1500 });
      await written('sshd', 1600, { ip: '192.0.2.9', version: 3, state: 'over' });
      expect(await since(1500)).toEqual({ sshd: 1600 });
    });

    it('whatever the names hold', async () => {
      for (const jail of ['a#b', 'a%23b', 'a']) await written(jail, 1000);
      expect(Object.keys(await since(0)).sort()).toEqual(['a', 'a#b', 'a%23b']);
    });
  });

  it('answers, after any writes, the live, due and remembered tickets that the writes name', async () => {
    const write = fc.record({
      ip: fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::/64'),
      jail: fc.constantFrom('a', 'b'),
      end: fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }),
      state: fc.constantFrom<Ban['state']>('live', 'over'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 12 }), fc.integer({ min: 0, max: 21 }), async (writes, clock) => {
        const store = await empty();
        const written = new Map<string, Ban>();
        for (const change of writes) {
          const name = `${change.ip} ${change.jail}`;
          const ban = ticket({ ...change, version: (written.get(name)?.version ?? 0) + 1 });
          expect(await store.put(ban, null)).toBe('written');
          written.set(name, ban);
        }
        const live = [...written.values()].filter(({ state }) => state === 'live');
        expect(byName(await store.live())).toEqual(byName(live));
        expect(byName(await store.all())).toEqual(byName([...written.values()]));
        const due = live.filter(({ end }) => end !== null && end < clock);
        expect(byName(await store.due(clock))).toEqual(byName(due));
      }),
      { numRuns: runs },
    );
  });
}
