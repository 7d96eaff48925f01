import { attempt } from '../../../lib/app/operate/attempt';
import type { AppEvent } from '../../../lib/core/event';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { memoryCounters } from '../../../lib/stores/memory/counters';
import { aJail, aRuleset } from '../../support/builders';

const NOW = 1_800_000_000;
const sshd = aJail({ name: 'sshd', maxretry: 5, findtime: 600, bantime: 900, ignoreip: ['203.0.113.0/24'] });
const ruleset = aRuleset({ jails: [sshd] });

function account() {
  const clock = { now: NOW };
  const events: AppEvent[] = [];
  const [bans, counters] = [memoryBans(() => clock.now), memoryCounters(() => clock.now)];
  const ports = {
    ...{ bans, counters, clock: () => clock.now, random: () => 0.5 },
    emit: (event: AppEvent) => void events.push(event),
  };
  let ids = 0;
  const say = (ip: string, failures = 1) => {
    const eventIds = Array.from({ length: failures }, () => `id${ids++}`);
    return attempt(ports, ruleset, { jail: sshd, ip, eventIds });
  };
  return { clock, events, bans, counters, ports, say };
}

describe("An operator's word that somebody failed", () => {
  it('is counted, and bans with the failure that reaches maxretry', async () => {
    const { bans, events, say, counters } = account();
    for (let times = 0; times < 4; times++) {
      expect(await say('192.0.2.1')).toEqual({ kind: 'counted', ip: '192.0.2.1', ban: undefined });
    }
    expect(await counters.get({ jail: 'sshd', ip: '192.0.2.1' })).toHaveLength(4);
    expect(await say('192.0.2.1')).toMatchObject({ kind: 'counted', ban: { end: NOW + 900, failures: 5 } });
    expect(await bans.live()).toMatchObject([{ ip: '192.0.2.1', origin: 'detect', bancount: 1 }]);
    expect(events).toMatchObject([{ event: 'ban', jail: 'sshd', ip: '192.0.2.1', until: NOW + 900 }]);
  });

  it('may stand for several failures at once', async () => {
    const { say } = account();
    expect(await say('192.0.2.1', 4)).toMatchObject({ ban: undefined });
    expect(await say('192.0.2.2', 5)).toMatchObject({ ban: { failures: 5 } });
    expect(await say('192.0.2.3', 50)).toMatchObject({ ban: { ip: '192.0.2.3' } });
  });

  it('does not count with one longer ago than findtime', async () => {
    const { clock, say } = account();
    await say('192.0.2.1', 4);
    clock.now += 600;
    expect(await say('192.0.2.1')).toMatchObject({ ban: undefined });
  });

  it('counts an IPv6 address by its prefix', async () => {
    expect(await account().say('2001:db8::7')).toMatchObject({ kind: 'counted', ip: '2001:db8::/64' });
  });

  it.each([
    ['203.0.113.9', 'ignoreip'],
    ['10.0.0.1', 'never-ban'],
    ['198.51.100.0/24', 'range'],
    ['2001:db8::/64', 'range'],
    ['localhost', 'no-address'],
  ])('is refused of %s: %s', async (ip, refusal) => {
    const { say, counters } = account();
    expect(await say(ip, 9)).toEqual({ kind: 'refused', refusal });
    expect(counters.dump()).toEqual([]);
  });

  it('is refused in a panic', async () => {
    const { ports } = account();
    const order = { jail: sshd, ip: '192.0.2.1', eventIds: ['a'] };
    expect(await attempt(ports, { ...ruleset, panic: true }, order)).toEqual({ kind: 'refused', refusal: 'panic' });
  });
});
