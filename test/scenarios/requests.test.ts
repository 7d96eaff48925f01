import { accessLog, errorLog } from '../../bench/inputs/nginx';
import { authLog, quietLog } from '../../bench/inputs/sshd';
import { createDetect } from '../../lib/app/detect/detect';
import { formatIp, parseAddress } from '../../lib/core/address';
import type { AppEvent } from '../../lib/core/event';
import { banRange, createProtection } from '../../lib/core/protect';
import type { Ruleset } from '../../lib/core/ruleset';
import { detectHandler } from '../../lib/runtime/detect-handler';
import { encodeSubscription } from '../../lib/sources/cloudwatch-logs';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryChanges } from '../../lib/stores/memory/changes';
import { memoryCounters } from '../../lib/stores/memory/counters';
import { memorySessions } from '../../lib/stores/memory/sessions';
import { hazards } from './support/hazards';
import { theRuleset } from './support/story';

/**
 * What a batch asks of AWS, with the shipped filters and logs as hosts write them. Detecting knows no other service than
 * the table (test/infra: its role), and each call of a store that is counted here is one request to it
 * (test/stores/dynamodb/answers: what each question costs).
 */
jest.setTimeout(60_000);
const ruleset: Ruleset = theRuleset();
const OWNER = '123456789012';
/** Of failures and bans; sessions and the pruning of a long counter are judged by themselves. */
const WRITES = ['counters.add', 'bans.put'];
const PROTECTION = createProtection({ ignoreip: [], ignoreself: true, ignorelocal: true, self: [] });

/** Who is charged: an IPv6 address by its /64. */
const idOf = (ip: string): string => {
  const address = parseAddress(ip);
  return address ? formatIp(banRange(address, 64, PROTECTION)) : ip;
};

function setUp() {
  let now = 0;
  const clock = () => now;
  const counted = hazards();
  let events: AppEvent[] = [];
  const ports = {
    counters: counted.over('counters', memoryCounters(clock)),
    bans: counted.over('bans', memoryBans(clock)),
    sessions: counted.over('sessions', memorySessions(clock)),
    changes: counted.over('changes', memoryChanges()),
    bansMade: counted.over('bansMade', { add: async (_jail: string, _minute: number, bans: number) => bans }),
    emit: (event: AppEvent) => void events.push(event),
    ...{ count: () => undefined, random: () => 0.5, resolve: async () => [] },
    arrival: (timestamp: number) => {
      now = Math.max(now, timestamp);
      return now;
    },
  };
  const handler = detectHandler({
    ...{ detect: createDetect(ports, ruleset), ownAccount: OWNER },
    ...{ onRefused: () => undefined, flush: () => undefined },
  });
  /** Delivers the lines in payloads of `size`; answers the requests and events of each. */
  const deliver = async (logGroup: string, lines: ReturnType<typeof quietLog>, size: number) => {
    const batches: { requests: ReadonlyMap<string, number>; events: readonly AppEvent[] }[] = [];
    for (let at = 0; at < lines.length; at += size) {
      counted.requests.clear();
      events = [];
      const records = lines.slice(at, at + size).map(({ time, text }, index) => ({
        ...{ id: `${at + index}`, timestamp: time, message: text },
      }));
      const reply = await handler(encodeSubscription({ owner: OWNER, logGroup, logStream: 'web-1', records }));
      expect(reply).toMatchObject({ kind: 'detected', records: records.length });
      batches.push({ requests: new Map(counted.requests), events });
    }
    return batches;
  };
  return { deliver };
}

const sum = (requests: ReadonlyMap<string, number>, names: readonly string[]): number =>
  names.reduce((all, name) => all + (requests.get(name) ?? 0), 0);

const SIZES = [1, 10, 100, 1000];

describe('a batch in which nothing fails asks nothing of AWS', () => {
  it.each(SIZES)('no request for what a quiet host writes besides logins, %i lines a batch', async (size) => {
    const { deliver } = setUp();
    const lines = quietLog(3000).filter(({ text }) => !text.includes('sshd['));
    const batches = await deliver('/example/auth.log', lines, size);
    expect(batches.flatMap(({ requests }) => [...requests])).toEqual([]);
  });

  it.each(SIZES)(
    'for logins of a quiet host one read and one write at most, of its sessions, %i a batch',
    async (size) => {
      const { deliver } = setUp();
      for (const { requests } of await deliver('/example/auth.log', quietLog(3000), size)) {
        const { 'sessions.load': reads = 0, 'sessions.save': writes = 0, ...others } = Object.fromEntries(requests);
        expect([Math.max(reads, writes) <= 1, others]).toEqual([true, {}]);
      }
    },
  );

  it('no request for an access log that no jail reads as an error', async () => {
    const { deliver } = setUp();
    const batches = await deliver('/example/nginx/error.log', accessLog(3000), 100);
    expect(batches.flatMap(({ requests }) => [...requests])).toEqual([]);
  });
});

describe('a batch under attack', () => {
  const attacks: readonly [string, string, ReturnType<typeof quietLog>][] = [
    ['an exposed sshd', '/example/auth.log', authLog(6000, 0.9)],
    ['guessed passwords of nginx', '/example/nginx/error.log', errorLog(4000)],
  ];
  const cases = attacks.flatMap(([name, group, lines]) => SIZES.slice(1).map((size) => ({ name, group, lines, size })));

  it.each(cases)('$name, $size lines a batch: at most one write a (jail, id) and one a ban', async (attack) => {
    const { deliver } = setUp();
    const batches = await deliver(attack.group, attack.lines, attack.size);
    const over = batches.filter(({ requests, events }) => {
      const ids = new Set(events.flatMap((one) => (one.event === 'found' ? [`${one.jail} ${idOf(one.ip)}`] : [])));
      const bans = events.filter(({ event }) => event === 'ban' || event === 'prolong').length;
      return sum(requests, WRITES) > ids.size + bans;
    });
    expect(over).toEqual([]);
    expect(batches.reduce((all, { requests }) => all + sum(requests, ['bansMade.add']), 0)).toBe(0);
    const session = ['sessions.load', 'sessions.save'];
    for (const { requests } of batches)
      expect(Math.max(...session.map((name) => sum(requests, [name])))).toBeLessThan(2);
    expect(batches.some(({ events }) => events.some(({ event }) => event === 'ban'))).toBe(true);
  });

  it('a counter that grows past one write unit is pruned by a second write, once in twenty at most', async () => {
    const { deliver } = setUp();
    const all = (await deliver('/example/auth.log', authLog(6000, 0.9), 20)).map(({ requests }) => requests);
    const times = (name: string) => all.reduce((total, requests) => total + sum(requests, [name]), 0);
    expect(times('counters.remove')).toBeGreaterThan(0);
    expect(times('counters.remove') * 20).toBeLessThanOrEqual(times('counters.add'));
  });

  it('that is delivered again writes its counters once more, and no ban', async () => {
    const { deliver } = setUp();
    const lines = authLog(1000, 0.9);
    await deliver('/example/auth.log', lines, 1000);
    const [again] = await deliver('/example/auth.log', lines, 1000);
    expect(again?.requests.get('bans.put') ?? 0).toBe(0);
    expect(again?.events.filter(({ event }) => event === 'ban')).toEqual([]);
  });

  it('from one address, a thousand lines: one write for the ban, three reads', async () => {
    const { deliver } = setUp();
    const lines = Array.from({ length: 1000 }, (_, n) => ({
      time: 1_772_323_200_000 + n,
      text: `Mar  1 00:00:00 gate sshd[7]: Failed password for root from 203.0.113.7 port ${n + 1} ssh2`,
    }));
    const [batch] = await deliver('/example/auth.log', lines, 1000);
    expect(batch?.events.filter(({ event }) => event === 'found')).toHaveLength(1000);
    expect(Object.fromEntries(batch?.requests ?? [])).toEqual({
      ...{ 'changes.get': 1, 'counters.get': 1, 'bans.get': 1, 'bans.put': 1 },
    });
  });
});
