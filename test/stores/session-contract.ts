import type { Clock, SessionStore } from '../../lib/core/ports';

/** What every session store must do. */
export function sessionContract(store: (clock: Clock) => SessionStore): void {
  let now = 1000;
  let sessions: SessionStore;
  const key = { jail: 'sshd', logGroup: '/var/log/secure', logStream: 'i-0abc' };

  beforeEach(() => {
    now = 1000;
    sessions = store(() => now);
  });

  it('has nothing of a stream that left nothing', async () => {
    expect(await sessions.load({ ...key, logStream: 'i-never' })).toBeUndefined();
  });

  it('gives back what the last batch of the stream left', async () => {
    await sessions.save(key, '{"first":"\u2028 \\"é"}', 1300);
    await sessions.save(key, '{"second":1}', 1300);
    expect(await sessions.load(key)).toBe('{"second":1}');
  });

  it('forgets it after its time, though TTL may be days late', async () => {
    await sessions.save(key, 'state', 1300);
    now = 1300;
    expect(await sessions.load(key)).toBe('state');
    now = 1301;
    expect(await sessions.load(key)).toBeUndefined();
    await sessions.save(key, 'newer', 1601);
    expect(await sessions.load(key)).toBe('newer');
  });

  it('keeps jails, groups and streams apart, whatever their names hold', async () => {
    const keys = [
      { jail: 'a', logGroup: 'b#c', logStream: 'd' },
      { jail: 'a', logGroup: 'b', logStream: 'c#d' },
      { jail: 'a#b', logGroup: 'c', logStream: 'd' },
      { jail: 'a', logGroup: 'b%23c', logStream: 'd' },
    ];
    for (const [index, one] of keys.entries()) await sessions.save(one, `state ${index}`, 1300);
    for (const [index, one] of keys.entries()) expect(await sessions.load(one)).toBe(`state ${index}`);
  });
}
