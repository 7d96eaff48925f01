import { banIp } from '../../../lib/app/operate/ban-ip';
import { applyList } from '../../../lib/app/share/apply-list';
import type { Ban } from '../../../lib/core/ban';
import type { AppEvent } from '../../../lib/core/event';
import { strengthOf } from '../../../lib/core/wanted';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { aJail, aRuleset } from '../../support/builders';

const jail = aJail({ name: 'drop', loggroup: [], list: { location: 'x', interval: 3600 }, ignoreip: ['192.0.2.9'] });

function setUp() {
  const events: AppEvent[] = [];
  const state = { now: 1_000 };
  const bans = memoryBans();
  const emit = (event: AppEvent) => void events.push(event);
  const ports = { bans, clock: () => state.now, random: () => 0, emit };
  const ruleset = aRuleset({ jails: [jail] });
  const apply = (...entries: string[]) => applyList(ports, ruleset, jail, entries);
  const banned = async () => (await bans.live()).map(({ ip }) => ip).sort();
  return { ports, ruleset, state, events, apply, banned };
}

test('whoever is on the list is banned until he is not', async () => {
  const { apply, banned, events, state } = setUp();
  expect(await apply('203.0.113.7', '198.51.100.0/24')).toEqual({ members: 2, banned: 2, lifted: 0, refused: 0 });
  expect(await banned()).toEqual(['198.51.100.0/24', '203.0.113.7']);
  state.now = 5_000;
  expect(await apply('203.0.113.7', '2001:db8::/32')).toEqual({ members: 2, banned: 1, lifted: 1, refused: 0 });
  expect(await banned()).toEqual(['2001:db8::/32', '203.0.113.7']);
  expect(events.map((event) => event.event)).toEqual(['ban', 'ban', 'ban', 'unban']);
});

test('applied again it writes nothing', async () => {
  const { apply, ports, events } = setUp();
  await apply('203.0.113.7');
  const before = await ports.bans.all();
  expect(await apply('203.0.113.7')).toMatchObject({ banned: 0, lifted: 0 });
  expect(await ports.bans.all()).toEqual(before);
  expect(events).toHaveLength(1);
});

test('who is protected is not banned, nor a range around him', async () => {
  const { apply, banned } = setUp();
  expect(await apply('192.0.2.9', '192.0.2.0/24', '10.0.0.0/8', '203.0.113.7')).toMatchObject({
    refused: 3,
    banned: 1,
  });
  expect(await banned()).toEqual(['203.0.113.7']);
});

test('an operator’s ban of the same jail stays when the list forgets the address', async () => {
  const { apply, ports, ruleset, banned } = setUp();
  await banIp(ports, ruleset, { jail, ip: '203.0.113.8', bantime: 86_400 });
  await apply('203.0.113.7', '203.0.113.8');
  await apply('203.0.113.9');
  expect(await banned()).toEqual(['203.0.113.8', '203.0.113.9']);
});

test('an operator who bans for an hour what the list names has his hour, and the ban has an end', async () => {
  const { apply, ports, ruleset, banned, state, events } = setUp();
  const order = { jail, ip: '203.0.113.7', bantime: 3_600 };
  await apply('203.0.113.7');
  expect(await banIp(ports, ruleset, order)).toMatchObject({ kind: 'standing', ban: { origin: 'list', end: null } });
  expect(strengthOf((await ports.bans.get('drop', '203.0.113.7')) as Ban)).toBeGreaterThan(1e6);
  expect(await apply('203.0.113.9')).toMatchObject({ lifted: 0 });
  expect(await ports.bans.get('drop', '203.0.113.7')).toMatchObject({ origin: 'manual', end: 4_600, bantime: 3_600 });
  expect(events.at(-1)).toEqual({ event: 'prolong', time: 1_000, jail: 'drop', ip: '203.0.113.7', until: 4_600 });
  await apply('203.0.113.9', '203.0.113.8');
  expect(await banned()).toEqual(['203.0.113.7', '203.0.113.8', '203.0.113.9']);
  state.now = 9_000;
  await banIp(ports, ruleset, { ...order, ip: '203.0.113.8' });
  state.now = 20_000;
  expect(await apply('203.0.113.9')).toMatchObject({ lifted: 1 });
  expect(await ports.bans.get('drop', '203.0.113.8')).toMatchObject({ state: 'over' });
});

test('an operator who bans for ever what the list names keeps it banned', async () => {
  const { apply, ports, ruleset, banned } = setUp();
  await apply('203.0.113.7');
  await banIp(ports, ruleset, { jail, ip: '203.0.113.7', bantime: -1 });
  expect(await apply('203.0.113.9')).toMatchObject({ lifted: 0 });
  expect(await banned()).toEqual(['203.0.113.7', '203.0.113.9']);
});

test('what a list names gives way on a full edge to whoever attacks', async () => {
  const { apply, ports } = setUp();
  await apply('203.0.113.7');
  const ban = (await ports.bans.live())[0]!;
  expect(strengthOf(ban)).toBeLessThan(strengthOf({ ...ban, origin: 'detect', end: ban.time + 1, bantime: 1 }));
});

test('whom the jails spare is read once, not for every member: a list has thousands', async () => {
  const readsFor = async (members: number) => {
    let reads = 0;
    const counted = Object.defineProperty({ ...jail }, 'ignoreip', {
      enumerable: true,
      get: () => {
        reads += 1;
        return [];
      },
    });
    const entries = Array.from({ length: members }, (_, host) => `198.51.100.${host}`);
    await applyList(setUp().ports, aRuleset({ jails: [counted, aJail({ name: 'sshd' })] }), counted, entries);
    return reads;
  };
  expect(await readsFor(50)).toBe(await readsFor(1));
});
