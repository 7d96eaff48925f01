import { type Changes, NO_CHANGES } from '../../lib/core/changes';
import type { ChangeStore } from '../../lib/core/ports';

const SOME: Changes = {
  version: 1,
  changedAt: 1_795_150_845.25,
  jails: {
    sshd: {
      settings: { maxretry: 3, 'bantime.multipliers': [1, 2, 4], idle: false },
      addignoreip: [],
      delignoreip: [],
    },
    constructor: { settings: {}, addignoreip: ['192.0.2.1', '2001:db8::/64'], delignoreip: ['203.0.113.0/24'] },
  },
  simulated: ['web "1"\n'],
  allowed: [{ ip: '198.51.100.0/24', since: 1, until: null, reason: 'Zürich \u202e' }],
  panic: { since: 7 },
};

/** What every store of run-time changes must do. */
export function changeContract(empty: () => Promise<ChangeStore>): void {
  it('knows of no change before the first', async () => {
    expect(await (await empty()).get()).toEqual(NO_CHANGES);
  });

  it('gives the changes back as they were put', async () => {
    const store = await empty();
    expect(await store.put(SOME)).toBe('written');
    expect(await store.get()).toEqual(SOME);
    expect(await store.put({ ...SOME, version: 2, panic: null, jails: {} })).toBe('written');
    expect(await store.get()).toEqual({ ...SOME, version: 2, panic: null, jails: {} });
  });

  it('lets of two who read the same version only one write', async () => {
    const store = await empty();
    const outcomes = await Promise.all([store.put(SOME), store.put({ ...SOME, changedAt: 9 })]);
    expect([...outcomes].sort()).toEqual(['conflict', 'written']);
    expect(await store.put({ ...SOME, version: 3 })).toBe('conflict');
    expect(await store.put({ ...SOME, version: 1 })).toBe('conflict');
    expect((await store.get()).version).toBe(1);
  });

  it('does not change what it holds when what was given is changed later', async () => {
    const store = await empty();
    const simulated = ['sshd'];
    await store.put({ ...SOME, simulated });
    simulated.pop();
    expect((await store.get()).simulated).toEqual(['sshd']);
  });
}
