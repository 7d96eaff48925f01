import fc from 'fast-check';
import { createBreaker } from '../../../lib/app/detect/breaker';
import { unbanIps } from '../../../lib/app/operate/unban-ip';
import { readBanRequest } from '../../../lib/app/share/ban-request';
import { requestBan } from '../../../lib/app/share/request-ban';
import type { AppEvent } from '../../../lib/core/event';
import type { Jail } from '../../../lib/core/ruleset';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { aJail, aRuleset } from '../../support/builders';

const requested = aJail({ name: 'requested', requests: true, loggroup: [] });
const IP = '203.0.113.7';

function setUp(jail: Jail = requested) {
  const events: AppEvent[] = [];
  const state = { now: 1_000 };
  const ports = {
    bans: memoryBans(),
    clock: () => state.now,
    random: () => 0,
    emit: (event: AppEvent) => void events.push(event),
    breaker: createBreaker(),
  };
  const ruleset = aRuleset({ jails: [jail, aJail({ name: 'sshd' })] });
  const ask = (over: object = {}, time = state.now) =>
    requestBan(ports, ruleset, { jail: 'requested', ip: IP, ...over }, time);
  return { ports, ruleset, events, state, ask };
}

test('a ban on request is a ban: with the jail’s bantime, told, and the asker’s reason kept', async () => {
  const { ask, events, ports } = setUp();
  expect(await ask({ reason: 'asked by 111122223333, shop: card testing' })).toMatchObject({ kind: 'banned' });
  expect(events).toEqual([
    { event: 'ban', time: 1000, jail: 'requested', ip: IP, failures: 0, bancount: 1, until: 1600, origin: 'request' },
  ]);
  expect(await ports.bans.get('requested', IP)).toMatchObject({
    origin: 'request',
    reason: expect.stringContaining('card'),
  });
});

test('the same event, however often and late it comes, bans once', async () => {
  const { ask, events, ports, state } = setUp();
  await ask({}, 1000);
  state.now = 1300;
  expect(await ask({}, 1000)).toEqual({ kind: 'standing' });
  state.now = 1700;
  expect(await ask({}, 1000)).toEqual({ kind: 'past' });
  expect(events).toHaveLength(1);
  expect(await ports.bans.get('requested', IP)).toMatchObject({ bancount: 1, version: 1 });
});

test('an unban that was later than the event wins over the event that comes again', async () => {
  const { ask, ports, ruleset, state } = setUp();
  await ask({ bantime: 86_400 }, 1000);
  state.now = 1100;
  await unbanIps({ ...ports }, ruleset, { ips: [IP], jail: undefined });
  expect(await ask({ bantime: 86_400 }, 1000)).toEqual({ kind: 'past' });
  expect(await ask({ bantime: 86_400 }, 1101)).toMatchObject({ kind: 'banned' });
});

test('a later request makes the ban longer, and leaves an operator’s ban his', async () => {
  const { ask, ports } = setUp();
  await ask({}, 1000);
  const before = await ports.bans.get('requested', IP);
  await ports.bans.put({ ...before!, origin: 'manual', reason: 'scanner', version: 2 }, null);
  expect(await ask({ bantime: 7200, reason: 'x' })).toMatchObject({
    kind: 'prolonged',
    ban: { end: 8200, bancount: 1, origin: 'manual', reason: 'scanner' },
  });
});

test('one IPv6 address is banned by the range it would be counted by', async () => {
  const { ask } = setUp();
  expect(await ask({ ip: '2001:db8::5' })).toMatchObject({ ban: { ip: '2001:db8::/64' } });
});

test.each([
  ['of a jail that takes none', { jail: 'sshd' }, 'jail'],
  ['of a jail that is not there', { jail: 'nginx' }, 'jail'],
  ['of a name', { ip: 'www.example.com' }, 'no-address'],
  ['of an address with a zone, or in another notation', { ip: '0x7f.1' }, 'no-address'],
  ['of a private address', { ip: '10.1.2.3' }, 'never-ban'],
  ['of a private address in IPv6 clothes', { ip: '::ffff:10.1.2.3' }, 'never-ban'],
  ['of everybody', { ip: '0.0.0.0/0' }, 'everything'],
  ['of a provider', { ip: '203.0.0.0/16' }, 'wide'],
  ['of a range around somebody protected', { ip: '198.51.100.0/24' }, 'ignoreip'],
])('a request %s is refused', async (_, over, why) => {
  const { ask, ports } = setUp({ ...requested, ignoreip: ['198.51.100.9'] });
  expect(await ask(over)).toEqual({ kind: 'refused', why });
  expect(await ports.bans.all()).toEqual([]);
});

test('a flood of requests is held back by the breaker', async () => {
  const { ask } = setUp({ ...requested, breaker: 5 });
  const outcomes = [];
  for (let host = 1; host <= 8; host++) outcomes.push((await ask({ ip: `203.0.113.${host}` })).kind);
  expect(outcomes).toEqual([...new Array(5).fill('banned'), ...new Array(3).fill('refused')]);
});

describe('the detail of an event', () => {
  it('has exactly the fields of the schema', () => {
    expect(readBanRequest({ version: 1, jail: 'requested', ip: IP, bantime: 60, reason: 'x' })).toEqual({
      kind: 'request',
      request: { jail: 'requested', ip: IP, bantime: 60, reason: 'x' },
    });
  });

  it.each([
    [null, 'the detail is no object'],
    [[], 'the detail is no object'],
    [{ ip: IP }, 'jail is missing'],
    [{ jail: 'requested' }, 'ip is missing'],
    [{ jail: 'requested', ip: IP, ports: [22] }, 'unknown field "ports"'],
    [{ jail: 'requested', ip: IP, bantime: -1 }, 'bantime is missing or of another form'],
    [{ jail: 'requested', ip: IP, bantime: '60' }, 'bantime'],
    [{ jail: 'requested', ip: IP, bantime: 1e12 }, 'bantime'],
    [{ jail: 'requested', ip: [IP] }, 'ip'],
    [{ jail: 'requested', ip: IP, reason: 'x'.repeat(201) }, 'reason'],
    [{ version: 2, jail: 'requested', ip: IP }, 'version'],
    [JSON.parse(`{"jail":"requested","ip":"${IP}","__proto__":{"reason":"x"}}`), 'unknown field "__proto__"'],
  ])('%j is rejected', (detail, why) => {
    expect(readBanRequest(detail)).toMatchObject({ kind: 'rejected', why: expect.stringContaining(why) });
  });

  it('of any shape is read without an error, and bans nobody it does not name', async () => {
    const { ruleset, ports } = setUp();
    await fc.assert(
      fc.asyncProperty(fc.object({ key: fc.constantFrom('jail', 'ip', 'bantime', 'reason', 'x') }), async (detail) => {
        const read = readBanRequest(detail);
        if (read.kind === 'request') await requestBan(ports, ruleset, read.request, 1000);
        expect(await ports.bans.all()).toEqual([]);
      }),
    );
  });
});

test('a flood that many instances of the function take is held back by one breaker', async () => {
  const counts = new Map<number, number>();
  const made = {
    add: async (_: string, minute: number, bans: number) => {
      counts.set(minute, (counts.get(minute) ?? 0) + bans);
      return counts.get(minute) ?? 0;
    },
  };
  const { ports, ruleset } = setUp({ ...requested, breaker: 10 });
  const instances = Array.from({ length: 10 }, () => ({ ...ports, breaker: createBreaker(made) }));
  for (let n = 1; n <= 200; n++) {
    const instance = instances[n % 10];
    if (instance) await requestBan(instance, ruleset, { jail: 'requested', ip: `198.51.100.${n}` }, 1000);
  }
  expect((await ports.bans.live()).length).toBeLessThanOrEqual(20);
});
