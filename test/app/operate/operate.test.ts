import { banIp } from '../../../lib/app/operate/ban-ip';
import { bannedNow, holding, strangeJails } from '../../../lib/app/operate/banned';
import { statusOf } from '../../../lib/app/operate/status';
import { unbanAll, unbanIps } from '../../../lib/app/operate/unban-ip';
import type { AppEvent } from '../../../lib/core/event';
import type { Ruleset } from '../../../lib/core/ruleset';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { ticket } from '../../stores/ban-contract';
import { aJail, aRuleset } from '../../support/builders';

const NOW = 1_800_000_000;
const sshd = aJail({ name: 'sshd', ignoreip: ['203.0.113.0/24'] });
const web = aJail({ name: 'web', bantime: 3600, ignoreip: ['198.51.100.200/32'] });
const forEver = aJail({ name: 'forever', bantime: -1 });

function account(jails = [sshd, web, forEver], over: Partial<Ruleset> = {}) {
  const ruleset = aRuleset({ jails, ...over });
  const events: AppEvent[] = [];
  const clock = { now: NOW };
  const bans = memoryBans();
  const ports = { bans, clock: () => clock.now, random: () => 0.5, emit: (event: AppEvent) => void events.push(event) };
  return { ruleset, events, clock, ports, bans };
}

describe('An operator bans', () => {
  it('an address, for the bantime of the jail', async () => {
    const { ports, ruleset, events, bans } = account();
    expect(await banIp(ports, ruleset, { jail: sshd, ip: '192.0.2.1', reason: 'scans us' })).toMatchObject({
      kind: 'banned',
      ban: { origin: 'manual', time: NOW, end: NOW + 600, bancount: 1, clearedAt: NOW, version: 1, reason: 'scans us' },
    });
    expect(await bans.live()).toMatchObject([{ jail: 'sshd', ip: '192.0.2.1', failures: 0, offences: 1 }]);
    expect(events).toEqual([
      { event: 'ban', time: NOW, jail: 'sshd', ip: '192.0.2.1', failures: 0, bancount: 1, until: NOW + 600 },
    ]);
  });

  it.each([
    ['a time of his own', sshd, 86400, NOW + 86400],
    ['for ever', sshd, -1, null],
    ['for ever where the jail does', forEver, undefined, null],
  ])('for %s', async (_, jail, bantime, end) => {
    const { ports, ruleset } = account();
    expect(await banIp(ports, ruleset, { jail, ip: '192.0.2.1', bantime })).toMatchObject({ ban: { end } });
  });

  it('exactly what was typed: an IPv6 address alone, a range as a range', async () => {
    const { ports, ruleset, bans } = account();
    for (const ip of ['2001:DB8::1', '198.51.100.77/25']) await banIp(ports, ruleset, { jail: sshd, ip });
    expect((await bans.live()).map(({ ip }) => ip)).toEqual(['2001:db8::1', '198.51.100.0/25']);
  });

  it('somebody who was banned before: the ban counts on and is longer where bans grow', async () => {
    const increment = {
      factor: 1,
      formula: null,
      multipliers: null,
      maxtime: null,
      rndtime: null,
      overalljails: false,
    };
    const grows = aJail({ name: 'sshd', increment });
    const { ports, ruleset, bans, events } = account([grows]);
    await bans.put(ticket({ time: NOW - 700, end: NOW - 100, bancount: 3, offences: 3, state: 'live' }), null);
    expect(await banIp(ports, ruleset, { jail: grows, ip: '192.0.2.1' })).toMatchObject({
      kind: 'banned',
      ban: { bancount: 4, offences: 4, end: NOW + 600 * 2 ** 3, version: 2 },
    });
    expect(events.map(({ event }) => event)).toEqual(['unban', 'ban']);
  });

  it('counts bans of other jails where bantime.overalljails says so', async () => {
    const increment = { factor: 1, formula: null, multipliers: null, maxtime: null, rndtime: null, overalljails: true };
    const grows = aJail({ name: 'sshd', increment });
    const { ports, ruleset, bans } = account([grows, web]);
    await bans.put(ticket({ jail: 'web', time: NOW - 700, end: NOW - 100, offences: 2, state: 'over' }), null);
    expect(await banIp(ports, ruleset, { jail: grows, ip: '192.0.2.1' })).toMatchObject({ ban: { end: NOW + 2400 } });
  });

  it('somebody who is banned: no second ban, the end moves to the later of both', async () => {
    const { ports, ruleset, bans, events, clock } = account();
    await bans.put(ticket({ time: NOW - 10, end: NOW + 590 }), null);
    expect(await banIp(ports, ruleset, { jail: sshd, ip: '192.0.2.1', bantime: 60 })).toMatchObject({
      kind: 'standing',
      ban: { end: NOW + 590, bantime: 600, origin: 'manual', clearedAt: NOW, bancount: 1, version: 2 },
    });
    clock.now = NOW + 5;
    expect(await banIp(ports, ruleset, { jail: sshd, ip: '192.0.2.1' })).toMatchObject({
      kind: 'prolonged',
      ban: { end: NOW + 605, bancount: 1, version: 3 },
    });
    expect(await banIp(ports, ruleset, { jail: sshd, ip: '192.0.2.1', bantime: -1 })).toMatchObject({
      kind: 'prolonged',
      ban: { end: null },
    });
    expect(await banIp(ports, ruleset, { jail: sshd, ip: '192.0.2.1' })).toMatchObject({ kind: 'standing' });
    expect(events.map(({ event }) => event)).toEqual(['prolong', 'prolong']);
  });

  it.each([
    ['203.0.113.9', 'ignoreip'],
    ['203.0.0.0/16', 'ignoreip'],
    ['198.51.0.0/16', 'elsewhere'],
    ['192.0.2.200', 'ignoreself'],
    ['10.0.0.1', 'never-ban'],
    ['::1', 'never-ban'],
    ['0.0.0.0/0', 'everything'],
    ['::/0', 'everything'],
    ['evil.example', 'no-address'],
    ['192.0.2.01', 'no-address'],
    ['', 'no-address'],
  ])('but not %s: %s', async (ip, refusal) => {
    const { ports, ruleset, bans } = account(undefined, { protect: ['192.0.2.192/26'] });
    expect(await banIp(ports, ruleset, { jail: sshd, ip })).toEqual({ kind: 'refused', refusal });
    expect(await bans.all()).toEqual([]);
  });

  it('while the ticket is written by others, too; a ticket that never stands still is told', async () => {
    const { ports, ruleset, bans } = account();
    let conflicts = 3;
    const put: typeof bans.put = async (ban, expires) => {
      if (conflicts-- > 0) await bans.put({ ...ban, origin: 'detect' }, expires);
      return bans.put(ban, expires);
    };
    const others = { ...ports, bans: { ...bans, put } };
    expect(await banIp(others, ruleset, { jail: sshd, ip: '192.0.2.1' })).toMatchObject({ kind: 'standing' });
    expect(await bans.get('sshd', '192.0.2.1')).toMatchObject({ origin: 'manual', version: 4, bancount: 1 });
    conflicts = Number.POSITIVE_INFINITY;
    await expect(banIp(others, ruleset, { jail: sshd, ip: '192.0.2.1' })).rejects.toThrow('changed 10 times');
  });
});

describe('An operator lifts', () => {
  const lifted = async (ips: readonly string[], { everywhere = false, of = ['192.0.2.1'] } = {}) => {
    const { ports, ruleset, bans } = account();
    for (const ip of of) {
      for (const name of ['sshd', 'web', 'gone']) await bans.put(ticket({ jail: name, ip, end: null }), null);
    }
    const outcome = await unbanIps(ports, ruleset, { ips, jail: everywhere ? undefined : sshd });
    if (outcome.kind !== 'unbanned') throw new Error(outcome.kind);
    const still = (await bans.live()).map(({ jail: name, ip }) => `${name} ${ip}`).sort();
    return { each: outcome.each.map((one) => one.lifted.map(({ jail: name, ip }) => `${name} ${ip}`).sort()), still };
  };

  it('the ban of one jail', async () => {
    expect(await lifted(['192.0.2.1'])).toEqual({
      each: [['sshd 192.0.2.1']],
      still: ['gone 192.0.2.1', 'web 192.0.2.1'],
    });
  });

  it('the bans of all jails, also of one that is configured no more', async () => {
    const { each, still } = await lifted(['192.0.2.1'], { everywhere: true });
    expect([each, still]).toEqual([[['gone 192.0.2.1', 'sshd 192.0.2.1', 'web 192.0.2.1']], []]);
  });

  it('by an address the prefix and every range that hold it', async () => {
    const of = ['2001:db8::/64', '2001:db8::/32', '2001:db8::7', '2001:db8:1::/64'];
    expect((await lifted(['2001:DB8::7'], { of })).each).toEqual([
      ['sshd 2001:db8::/32', 'sshd 2001:db8::/64', 'sshd 2001:db8::7'],
    ]);
  });

  it('by a range all that is banned in it', async () => {
    const of = ['192.0.2.1', '192.0.2.64/26', '192.0.3.1'];
    expect((await lifted(['192.0.2.0/24'], { of })).each).toEqual([['sshd 192.0.2.1', 'sshd 192.0.2.64/26']]);
  });

  it('nothing for an address that is not banned, and says so for each', async () => {
    expect((await lifted(['192.0.2.9', '192.0.2.1', '192.0.2.1'])).each).toEqual([[], ['sshd 192.0.2.1'], []]);
  });

  it('nothing at all when one of them is no address', async () => {
    const { ports, ruleset, bans } = account();
    await bans.put(ticket(), null);
    const ips = ['192.0.2.1', 'localhost'];
    expect(await unbanIps(ports, ruleset, { ips, jail: sshd })).toEqual({ kind: 'no-address', ip: 'localhost' });
    expect(await bans.live()).toHaveLength(1);
  });

  it('everything', async () => {
    const { ports, ruleset, bans, events } = account();
    const all = Array.from({ length: 50 }, (_, n) => ticket({ jail: n % 2 ? 'sshd' : 'gone', ip: `198.51.100.${n}` }));
    for (const ban of all) await bans.put(ban, null);
    expect((await unbanAll(ports, ruleset)).map(({ ip }) => ip)).toEqual(all.map(({ ip }) => ip));
    expect(await bans.live()).toEqual([]);
    expect(events).toMatchObject(Array(50).fill({ event: 'unban', reason: 'manual' }));
  });

  it('also a ban that is made while he types', async () => {
    const { ports, ruleset, bans } = account();
    const late = { ...ports, bans: { ...bans, live: async () => [] } };
    await bans.put(ticket(), null);
    expect(await unbanIps(late, ruleset, { ips: ['192.0.2.1'], jail: sshd })).toMatchObject({
      each: [{ lifted: [{ ip: '192.0.2.1', state: 'over', clearedAt: NOW }] }],
    });
  });

  it('what was only counted: its older lines are forgiven', async () => {
    const { ports, ruleset, bans, events } = account();
    await unbanIps(ports, ruleset, { ips: ['2001:db8::1'], jail: sshd });
    expect(await bans.get('sshd', '2001:db8::/64')).toMatchObject({ state: 'over', clearedAt: NOW, bancount: 0 });
    expect(events).toEqual([]);
  });
});

describe('An operator sees', () => {
  it('who is banned now, in the order of their bans, and not who is over', async () => {
    const { ports, bans } = account();
    await bans.put(ticket({ ip: '192.0.2.1', time: 30, end: NOW + 1 }), null);
    await bans.put(ticket({ ip: '192.0.2.2', time: 20, end: NOW }), null);
    await bans.put(ticket({ ip: '192.0.2.3', time: 10, end: null }), null);
    await bans.put(ticket({ ip: '192.0.2.4', time: 10, end: NOW - 0.5 }), null);
    await bans.put(ticket({ ip: '192.0.2.5', time: 10, end: null, state: 'over' }), null);
    expect((await bannedNow(ports)).map(({ ip }) => ip)).toEqual(['192.0.2.3', '192.0.2.2', '192.0.2.1']);
  });

  it('which bans hold an address: its own and those of ranges around it', () => {
    const bans = ['192.0.2.1', '192.0.2.0/24', '192.0.3.0/24', '2001:db8::/64'].map((ip) => ticket({ ip }));
    const of = (ip: string) => holding(bans, ip).map((ban) => ban.ip);
    expect(of('192.0.2.1')).toEqual(['192.0.2.1', '192.0.2.0/24']);
    expect(of('192.0.2.2')).toEqual(['192.0.2.0/24']);
    expect(of('192.0.2.0/23')).toEqual([]);
    expect(of('2001:DB8::9')).toEqual(['2001:db8::/64']);
    expect(of('localhost')).toEqual([]);
  });

  it('how often each jail banned, of all that is remembered', async () => {
    const { ports, bans } = account();
    await bans.put(ticket({ ip: '192.0.2.1', end: null, bancount: 3 }), null);
    await bans.put(ticket({ ip: '192.0.2.2', state: 'over', bancount: 2 }), null);
    await bans.put(ticket({ ip: '192.0.2.2', jail: 'web', end: null }), null);
    const { statuses, live } = await statusOf({ ...ports, counters: undefined }, [sshd, web, forEver]);
    expect(statuses.map(({ jail, banned, totalBanned }) => [jail.name, banned.length, totalBanned])).toEqual([
      ['sshd', 1, 5],
      ['web', 1, 1],
      ['forever', 0, 0],
    ]);
    expect(live).toHaveLength(2);
  });

  it('that the table knows jails which the configuration does not', () => {
    const bans = ['web', 'gone', 'sshd', 'gone', 'away'].map((jail) => ticket({ jail }));
    expect(strangeJails(bans, aRuleset({ jails: [sshd, web] }))).toEqual(['away', 'gone']);
  });
});
