import * as fc from 'fast-check';
import { banIp } from '../../../lib/app/operate/ban-ip';
import { bannedNow } from '../../../lib/app/operate/banned';
import { unbanIps } from '../../../lib/app/operate/unban-ip';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { memoryCounters } from '../../../lib/stores/memory/counters';
import { memorySessions } from '../../../lib/stores/memory/sessions';
import { aBatch, aJail, aRuleset, detectBatches } from '../../support/builders';

const START = 1_800_000_000;
const HOSTS = ['192.0.2.1', '2001:db8::1'];

/** The account of one jail whose failures come as `bad login of NAME from ADDRESS`. */
function account(maxretry: number) {
  const jail = aJail({ name: 'app', maxretry });
  const ruleset = aRuleset({ jails: [jail] });
  const clock = { now: START };
  const now = () => clock.now;
  const bans = memoryBans();
  const ports = { bans, clock: now, random: () => 0.5, emit: () => undefined };
  const detecting = { counters: memoryCounters(now), sessions: memorySessions(now), count: () => undefined };
  const detect = detectBatches({ ...ports, ...detecting, arrival: now, resolve: async () => [] }, ruleset);
  const fail = (host: string, times: readonly number[], prefix: string) =>
    detect(
      aBatch(
        times.map((time) => [time, `bad login of root from ${host}`] as const),
        { prefix },
      ),
    );
  return { jail, ruleset, clock, ports, bans, fail };
}

const offsets = (from: number, to: number) => fc.array(fc.integer({ min: from, max: to }), { maxLength: 8 });

describe('After an operator has banned and unbanned somebody', () => {
  it('nobody is banned, older lines never count again, later ones count as for anybody', async () => {
    const schedule = fc.record({
      ...{ maxretry: fc.integer({ min: 1, max: 4 }), host: fc.constantFrom(...HOSTS) },
      ...{ before: offsets(-300, 0), between: offsets(-300, 10), late: offsets(-300, 20), after: offsets(21, 60) },
      range: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(schedule, async ({ maxretry, host, before, between, late, after, range }) => {
        const { jail, ruleset, clock, ports, bans, fail } = account(maxretry);
        const at = (times: readonly number[]) => times.map((time) => START + time).sort((a, b) => a - b);
        await fail(host, at(before), 'before');
        const ip = range ? `${host}/${host.includes(':') ? 48 : 24}` : host;
        expect(await banIp(ports, ruleset, { jail, ip })).not.toMatchObject({ kind: 'refused' });
        clock.now = START + 10;
        await fail(host, at(between), 'between');
        clock.now = START + 20;
        await unbanIps(ports, ruleset, { jail, ips: [host] });
        expect(await bannedNow(ports)).toEqual([]);
        clock.now = START + 25;
        await fail(host, at(late), 'late');
        expect(await bans.live()).toEqual([]);
        clock.now = START + 60;
        await fail(host, at(after), 'after');
        expect(await bans.live()).toHaveLength(after.length >= maxretry ? 1 : 0);
      }),
      { numRuns: 300 },
    );
  });
});
