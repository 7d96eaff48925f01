import * as fc from 'fast-check';
import type { EdgeState, EdgeStateStore } from '../../lib/core/ports';

const EDGE = 'aws-nacl:web';

/** What every store of edge states must do. `empty` makes a store that knows no edge; `runs`: cases of each law. */
export function edgeStateContract(empty: () => Promise<EdgeStateStore>, runs: number): void {
  let states: EdgeStateStore;

  beforeEach(async () => {
    states = await empty();
  });

  const acquired = async (now = 100, until = 160): Promise<string> => {
    const token = await states.acquire(EDGE, now, until);
    if (token === undefined) throw new Error('the lease is not free');
    return token;
  };

  /** The state a run leaves that read `requested` when it began. */
  const ran = (requested: number, change: Partial<EdgeState> = {}): EdgeState => ({
    requested,
    applied: requested,
    probe: 'token-1',
    overflow: ['192.0.2.9/32', '2001:db8::/64'],
    comparedAt: 1_700_000_000.5,
    ...change,
  });

  it('knows nothing of an edge that never ran', async () => {
    expect(await states.get(EDGE)).toEqual({ requested: 0, applied: 0, probe: '', overflow: [], comparedAt: 0 });
  });

  it('counts every request to look, also when they come together', async () => {
    await Promise.all([states.request(EDGE), states.request(EDGE), states.request(EDGE)]);
    expect(await states.get(EDGE)).toMatchObject({ requested: 3, applied: 0 });
    expect(await states.get('aws-waf')).toMatchObject({ requested: 0 });
  });

  it('lets one writer in at a time', async () => {
    const tokens = await Promise.all([1, 2, 3, 4].map(() => states.acquire(EDGE, 100, 160)));
    expect(tokens.filter((token) => token !== undefined)).toHaveLength(1);
    expect(await states.acquire('aws-waf', 100, 160)).toBeDefined();
  });

  it('frees the lease of a writer that died once its time is past', async () => {
    const dead = await acquired(100, 160);
    expect(await states.acquire(EDGE, 160, 220)).toBeUndefined();
    const heir = await acquired(160.5, 220);
    expect(heir).not.toBe(dead);
  });

  it('keeps the lease for who renews it in time, and says so to who is too late', async () => {
    const slow = await acquired(100, 160);
    expect(await states.renew(EDGE, slow, 200)).toBe(true);
    expect(await states.acquire(EDGE, 190, 250)).toBeUndefined();
    const heir = await acquired(201, 260);
    expect(await states.renew(EDGE, slow, 300)).toBe(false);
    expect(await states.acquire(EDGE, 261, 320)).toBeDefined();
    expect(await states.renew(EDGE, heir, 400)).toBe(false);
    expect(await states.renew('aws-waf', slow, 400)).toBe(false);
  });

  it('keeps what the run left and gives the lease back', async () => {
    await states.request(EDGE);
    const token = await acquired();
    expect(await states.finish(EDGE, token, ran(1))).toBe('done');
    expect(await states.get(EDGE)).toEqual(ran(1));
    await acquired(101, 161);
  });

  it('finishes a run of an edge that nobody ever asked to look', async () => {
    const token = await acquired();
    expect(await states.finish(EDGE, token, ran(0))).toBe('done');
    expect(await states.get(EDGE)).toEqual(ran(0));
  });

  it('says again, and keeps the lease and the old state, when a request came during the run', async () => {
    const token = await acquired();
    await states.request(EDGE);
    expect(await states.finish(EDGE, token, ran(0))).toBe('again');
    expect(await states.get(EDGE)).toMatchObject({ requested: 1, applied: 0, probe: '', overflow: [] });
    expect(await states.acquire(EDGE, 101, 161)).toBeUndefined();
    expect(await states.finish(EDGE, token, ran(1))).toBe('done');
    expect(await states.get(EDGE)).toEqual(ran(1));
  });

  it('stores nothing of a writer that lost its lease', async () => {
    const slow = await acquired(100, 160);
    const heir = await acquired(161, 220);
    expect(await states.finish(EDGE, slow, ran(0, { probe: 'stale' }))).toBe('lost');
    expect(await states.get(EDGE)).toMatchObject({ probe: '' });
    expect(await states.finish(EDGE, heir, ran(0))).toBe('done');
    expect(await states.finish(EDGE, slow, ran(0, { probe: 'stale' }))).toBe('lost');
    expect(await states.finish(EDGE, heir, ran(0, { probe: 'twice' }))).toBe('lost');
    expect(await states.get(EDGE)).toEqual(ran(0));
  });

  it('gives the lease back after a failure, with the request still open', async () => {
    await states.request(EDGE);
    const token = await acquired();
    await states.release(EDGE, token);
    expect(await states.get(EDGE)).toMatchObject({ requested: 1, applied: 0 });
    await acquired(101, 161);
  });

  it('lets nobody release the lease of another', async () => {
    const slow = await acquired(100, 160);
    await acquired(161, 220);
    await states.release(EDGE, slow);
    await states.release(EDGE, 'nonsense');
    expect(await states.acquire(EDGE, 162, 222)).toBeUndefined();
  });

  it('remembers an overflow of any length, replaced as a whole', async () => {
    const many = Array.from({ length: 30_000 }, (_, n) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}/32`);
    for (const overflow of [['192.0.2.1/32'], many, [], many.slice(1), ['192.0.2.1/32']]) {
      const { requested } = await states.get(EDGE);
      expect(await states.finish(EDGE, await acquired(), ran(requested, { overflow }))).toBe('done');
      expect(await states.get(EDGE)).toEqual(ran(requested, { overflow }));
    }
  });

  it('keeps edges apart, whatever their names hold', async () => {
    for (const edge of ['a#b', 'a%23b', 'a']) await states.request(edge);
    for (const edge of ['a#b', 'a%23b', 'a']) expect(await states.get(edge)).toMatchObject({ requested: 1 });
  });

  it('never loses a request: a run that is done has seen every request made before it ended', async () => {
    const act = fc.constantFrom<Act>('request', 'acquire', 'read', 'finish', 'release', 'wait');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(act, fc.nat(1)), { maxLength: 40 }), async (steps) => {
        const store = await empty();
        const history = newHistory(store);
        for (const [name, who] of steps) await history.acts[name](who);
        const { requested, applied } = await store.get(EDGE);
        expect({ requested, applied }).toEqual({ requested: history.requests(), applied: history.seen() });
      }),
      { numRuns: runs },
    );
  });
}

type Act = 'request' | 'acquire' | 'read' | 'finish' | 'release' | 'wait';

/** Two writers at one edge and a count of what was asked: all that is needed to judge every answer of `finish`. */
function newHistory(store: EdgeStateStore) {
  const tokens: (string | undefined)[] = [];
  const saw: (number | undefined)[] = [];
  let now = 100;
  let requests = 0;
  let seen = 0;
  const acts: Record<Act, (who: number) => Promise<void>> = {
    wait: async () => {
      now += 10;
    },
    request: async () => {
      await store.request(EDGE);
      requests += 1;
    },
    acquire: async (who) => {
      tokens[who] = (await store.acquire(EDGE, now, now + 15)) ?? tokens[who];
      saw[who] = undefined;
    },
    read: async (who) => {
      saw[who] = (await store.get(EDGE)).requested;
    },
    release: async (who) => store.release(EDGE, tokens[who] ?? 'none'),
    finish: async (who) => {
      const requested = saw[who];
      if (requested === undefined) return;
      const state = { requested, applied: requested, probe: '', overflow: [], comparedAt: now };
      const answer = await store.finish(EDGE, tokens[who] ?? 'none', state);
      if (answer === 'lost') return;
      expect(answer).toBe(requested === requests ? 'done' : 'again');
      if (answer === 'done') seen = requests;
    },
  };
  return { acts, requests: () => requests, seen: () => seen };
}
