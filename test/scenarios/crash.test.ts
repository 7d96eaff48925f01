import type { DetectPorts } from '../../lib/app/detect/ports';
import type { AppEvent } from '../../lib/core/event';
import type { LogBatch } from '../../lib/core/record';
import type { Jail } from '../../lib/core/ruleset';
import { translate } from '../../lib/regex/translate';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryCounters } from '../../lib/stores/memory/counters';
import { memorySessions } from '../../lib/stores/memory/sessions';
import { aBatch, aJail, aRuleset, detectBatches, someRules } from '../support/builders';

/** Detecting on one table, by functions that may die at any request to it. */
function setUp(jails: readonly Jail[]) {
  const events: AppEvent[] = [];
  const stores = { counters: memoryCounters(() => 0), bans: memoryBans(), sessions: memorySessions(() => 0) };
  const hazard = { calls: 0, dieAt: Number.POSITIVE_INFINITY, after: false };
  const mortal = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, key) => {
        const member = Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          hazard.calls += 1;
          if (hazard.calls > hazard.dieAt) throw new Error('dead');
          if (hazard.calls < hazard.dieAt) return member.apply(target, args);
          if (hazard.after) await member.apply(target, args);
          throw new Error('died');
        };
      },
    });
  const ports: DetectPorts = {
    ...{ counters: mortal(stores.counters), bans: mortal(stores.bans), sessions: mortal(stores.sessions) },
    ...{ emit: (event) => events.push(event), count: () => undefined, random: () => 0, resolve: async () => [] },
    arrival: (timestamp) => timestamp,
  };
  return { ...stores, events, hazard, start: () => detectBatches(ports, aRuleset({ jails })) };
}

const recidive = aJail({ ...{ name: 'recidive', countsBans: true, maxretry: 2, findtime: 86400, bantime: 604800 } });
const burst = (at: number, prefix: string) =>
  aBatch(
    [1, 2, 3].map((n) => [at + n, 'bad login of root from 192.0.2.1'] as const),
    { prefix },
  );

interface Death {
  /** The answer is lost, the request is not. */
  readonly after: boolean;
  /** Who gets the batch again. */
  readonly who: string;
}

/** Delivers the batches, each once more to whom it killed at the request `dieAt`; answers the tickets of all. */
async function ticketsAfter(jails: readonly Jail[], batches: readonly LogBatch[], death: Death & { dieAt: number }) {
  const world = setUp(jails);
  Object.assign(world.hazard, death);
  let alive = world.start();
  for (const batch of batches) {
    const died = await alive(batch).then(
      () => false,
      () => true,
    );
    if (!died) continue;
    world.hazard.dieAt = Number.POSITIVE_INFINITY;
    if (death.who === 'another') alive = world.start();
    await alive(batch);
  }
  return { tickets: await world.bans.ofIp('192.0.2.1'), requests: world.hazard.calls };
}

async function expectUnharmed(
  jails: readonly Jail[],
  batches: readonly LogBatch[],
  death: Death,
  wanted: readonly object[],
) {
  const unharmed = await ticketsAfter(jails, batches, { ...death, dieAt: Number.POSITIVE_INFINITY });
  expect(unharmed.tickets).toMatchObject(wanted);
  for (let dieAt = 1; dieAt <= unharmed.requests; dieAt++) {
    const { tickets } = await ticketsAfter(jails, batches, { ...death, dieAt });
    expect({ dieAt, tickets }).toEqual({ dieAt, tickets: unharmed.tickets });
  }
}

describe('detecting that dies at any request to the table, and gets the batch again', () => {
  const deaths = [false, true].flatMap((after) => ['another', 'the same'].map((who) => ({ after, who })));

  it.each(deaths)(
    'bans as if nothing had happened, recidive too ($who function, answer lost: $after)',
    async (death) => {
      await expectUnharmed([aJail(), recidive], [burst(1000, 'a'), burst(9000, 'b')], death, [
        { jail: 'app', bancount: 2 },
        { jail: 'recidive', bancount: 1 },
      ]);
    },
  );

  it.each(deaths)('keeps the sessions it was in the middle of ($who function, answer lost: $after)', async (death) => {
    // The address comes in one batch, the failure and the end of the session in the next.
    const failregex = [
      translate(String.raw`^<(?P<mlfid>\d+)> (?P<nofail>connection) from (?P<ip4>\d+\.\d+\.\d+\.\d+)$`),
      translate(String.raw`^<(?P<mlfid>\d+)> login failed$`),
      translate(String.raw`^<(?P<mlfid>\d+)> (?P<mlfforget>(?P<nofail>closed))$`),
    ];
    const jail = aJail({ maxretry: 2, rules: someRules({ failregex, ignoreregex: [] }) });
    const batch = (prefix: string, ...lines: string[]) =>
      aBatch(
        lines.map((line, second) => [1000 + second, line] as const),
        { prefix },
      );
    const first = batch('a', '<1> connection from 192.0.2.1', '<2> connection from 192.0.2.1');
    const second = batch('b', '<1> login failed', '<2> login failed', '<1> closed', '<2> closed');
    await expectUnharmed([jail], [first, second], death, [{ jail: 'app', bancount: 1 }]);
  });
});

describe('a batch that fails for one address', () => {
  it('has told the bans of the others, each once, when it comes again', async () => {
    const { events, counters, bans, sessions } = setUp([aJail({ maxretry: 1 })]);
    const lines = Array.from({ length: 40 }, (_, n) => [1000 + n, `bad login of root from 192.0.2.${n + 1}`] as const);
    let failing = true;
    const add: DetectPorts['counters']['add'] = (key, failures, expiresAt) =>
      failing && key.ip === '192.0.2.20'
        ? Promise.reject(new Error('throttled'))
        : counters.add(key, failures, expiresAt);
    const ports = { bans, sessions, counters: { ...counters, add } };
    const detect = detectBatches(
      {
        ...{ ...ports, emit: (event) => events.push(event), count: () => undefined, random: () => 0 },
        ...{ resolve: async () => [], arrival: (timestamp) => timestamp },
      },
      aRuleset({ jails: [aJail({ maxretry: 1 })] }),
    );
    await expect(detect(aBatch(lines))).rejects.toThrow('throttled');
    failing = false;
    await detect(aBatch(lines));
    const told = events.flatMap((event) => (event.event === 'ban' ? [event.ip] : []));
    expect(new Set(told).size).toBe(40);
    expect(told).toHaveLength(40);
    expect(events.filter(({ event }) => event === 'found')).toHaveLength(40);
  });
});
