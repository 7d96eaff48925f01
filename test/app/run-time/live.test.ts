import { expire } from '../../../lib/app/enforce/expire';
import type { EnforcePorts } from '../../../lib/app/enforce/ports';
import { change, type Edit } from '../../../lib/app/operate/change';
import {
  addIgnored,
  allow,
  deleteIgnored,
  disallow,
  panic,
  reloaded,
  setting,
  simulating,
} from '../../../lib/app/operate/edits';
import { createLiveRules } from '../../../lib/app/run-time/live-rules';
import type { AppEvent } from '../../../lib/core/event';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { memoryChanges } from '../../../lib/stores/memory/changes';
import { memoryCounters } from '../../../lib/stores/memory/counters';
import { memoryEdgeStates } from '../../../lib/stores/memory/edge-states';
import { memorySessions } from '../../../lib/stores/memory/sessions';
import { setEdge } from '../../scenarios/support/set-edge';
import { aBatch, aJail, aRuleset, detectBatches } from '../../support/builders';

const EDGE = { edge: 'waf', ports: 'all' } as const;
const jail = aJail({ edges: [EDGE], ignoreip: ['203.0.113.1'] });

/** A deployment in memory: detect, an edge, the minute, and an operator. */
function deployment(
  jails = [jail],
  ruleset = aRuleset({ jails, edges: [{ name: 'waf', kind: 'aws-waf', options: {} }] }),
) {
  let now = 1_000_000;
  let reads = 0;
  const events: AppEvent[] = [];
  const stored = memoryChanges();
  const changes = {
    ...stored,
    get: () => {
      reads += 1;
      return stored.get();
    },
  };
  const clock = () => now;
  const emit = (event: AppEvent) => void events.push(event);
  const [bans, edgeStates, waf] = [memoryBans(clock), memoryEdgeStates(), setEdge('waf')];
  const counters = memoryCounters(clock);
  const detect = detectBatches(
    {
      ...{ bans, counters, sessions: memorySessions(clock), changes, emit, arrival: clock },
      ...{ count: () => undefined, random: () => 0, resolve: async () => [] },
    },
    ruleset,
  );
  const live = createLiveRules(changes, ruleset, 0);
  const enforcing: EnforcePorts = { bans, edgeStates, edges: [waf], live, emit, clock, remaining: () => 60 };
  const operator = { bans, changes: stored, edgeStates, clock, random: () => 0, emit };
  let batch = 0;
  return {
    ...{ bans, events, waf, counters },
    reads: () => reads,
    later: (seconds: number) => {
      now += seconds;
    },
    fails: (ip: string, times: number, from = ip) => {
      const lines = Array.from({ length: times }, (_, n) => [now - n, `bad login of bob from ${from}`] as const);
      return detect(aBatch(lines, { prefix: `b${++batch}` }));
    },
    quiet: () => detect(aBatch([[now, 'nothing of interest']], { prefix: `q${++batch}` })),
    minute: () => {
      now += 60;
      return expire(enforcing, ruleset);
    },
    says: (edit: Edit) => change(operator, ruleset, edit),
    banned: async () => (await bans.live()).map(({ ip }) => ip),
  };
}

describe('What operators change', () => {
  it('holds for the next failures, within a minute of an instance that knows the old limits', async () => {
    const { fails, says, later, banned } = deployment();
    await fails('192.0.2.1', 2);
    await says(setting('app', { maxretry: 2 }));
    await fails('192.0.2.2', 2);
    expect(await banned()).toEqual([]);
    later(60);
    await fails('192.0.2.3', 2);
    expect(await banned()).toEqual(['192.0.2.3']);
  });

  it('costs nothing without a failure, and one read a minute with them', async () => {
    const { fails, quiet, later, reads } = deployment();
    for (let n = 0; n < 20; n++) await quiet();
    expect(reads()).toBe(0);
    for (let n = 0; n < 20; n++) await fails(`192.0.2.${n}`, 1);
    expect(reads()).toBe(1);
    later(60);
    await fails('192.0.2.9', 1);
    await quiet();
    expect(reads()).toBe(2);
  });

  it('makes a ban as long as was set', async () => {
    const { says, fails, bans } = deployment();
    await says(setting('app', { bantime: 77 }));
    await fails('192.0.2.1', 3);
    expect(await bans.live()).toMatchObject([{ bantime: 77 }]);
  });

  it('is gone with reload: of one jail, or of all', async () => {
    const { says } = deployment([jail, aJail({ name: 'web' })]);
    await says(setting('app', { maxretry: 9 }));
    await says(setting('web', { maxretry: 9 }));
    await says(simulating('web', true));
    expect(Object.keys((await says(reloaded('app'))).after.jails)).toEqual(['web']);
    const { after } = await says(reloaded(undefined));
    expect([after.jails, after.simulated]).toEqual([{}, ['web']]);
    expect((await says(reloaded(undefined))).after.version).toBe(after.version);
  });
});

describe('Who is ignored or allowed from now on', () => {
  it.each([
    ['set JAIL addignoreip', addIgnored(jail, ['192.0.2.0/24'])],
    ['allow add', allow([{ ip: '192.0.2.0/24', until: null }])],
  ])('is let in by %s, off the edge with the next minute, and not banned again', async (_, edit) => {
    const { says, fails, minute, banned, waf, events } = deployment();
    await fails('192.0.2.1', 3);
    await minute();
    expect([...waf.holds]).toEqual(['192.0.2.1/32']);
    const { lifted } = await says(edit);
    expect(lifted.map(({ ip }) => ip)).toEqual(['192.0.2.1']);
    await minute();
    expect([...waf.holds]).toEqual([]);
    await fails('192.0.2.1', 5);
    expect(await banned()).toEqual([]);
    expect(events.filter(({ event }) => event === 'unban')).toMatchObject([{ reason: 'ignoreip' }]);
    expect(events.at(-1)).toMatchObject({ event: 'ignored', reason: 'ignoreip' });
  });

  it('is let in although an instance that did not know it yet bans him meanwhile', async () => {
    const { says, fails, minute, banned, waf } = deployment();
    await fails('198.51.100.1', 1);
    await says(allow([{ ip: '192.0.2.1', until: null }]));
    await fails('192.0.2.1', 3);
    expect(await banned()).toEqual(['192.0.2.1']);
    await minute();
    expect([await banned(), [...waf.holds]]).toEqual([[], []]);
  });

  it('is banned again when the time is over, or when he is taken off', async () => {
    const { says, fails, later, banned } = deployment();
    await says(allow([{ ip: '192.0.2.1', until: 1_000_100 }]));
    await says(allow([{ ip: '192.0.2.2', until: null }]));
    later(101);
    await fails('192.0.2.1', 3);
    expect(await banned()).toEqual(['192.0.2.1']);
    await says(disallow(['192.0.2.2']));
    later(60);
    await fails('192.0.2.2', 3);
    expect(await banned()).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('is banned again when delignoreip takes him out of the deployed list', async () => {
    const { says, fails, later, banned } = deployment();
    await fails('203.0.113.1', 3);
    expect(await banned()).toEqual([]);
    await says(deleteIgnored(jail, ['203.0.113.1']));
    later(60);
    await fails('203.0.113.1', 3);
    expect(await banned()).toEqual(['203.0.113.1']);
  });
});

describe('A jail', () => {
  it('that is simulated bans in the table and closes nothing, until it is not', async () => {
    const recidive = aJail({ name: 'recidive', countsBans: true, maxretry: 1, edges: [EDGE] });
    const { says, fails, minute, banned, waf } = deployment([jail, recidive]);
    await says(simulating('app', true));
    await fails('192.0.2.1', 3);
    await minute();
    expect([await banned(), [...waf.holds]]).toEqual([['192.0.2.1'], []]);
    await says(simulating('app', false));
    await minute();
    expect([...waf.holds]).toEqual(['192.0.2.1/32']);
  });

  it('that is idle counts nothing', async () => {
    const { says, fails, banned, counters, later, events } = deployment();
    await says(setting('app', { idle: true }));
    await fails('192.0.2.1', 9);
    expect([await banned(), events, await counters.get({ jail: 'app', ip: '192.0.2.1' })]).toEqual([[], [], []]);
    await says(setting('app', { idle: false }));
    later(60);
    await fails('192.0.2.1', 3);
    expect(await banned()).toEqual(['192.0.2.1']);
  });
});

describe('Panic', () => {
  it('lifts every ban, empties every edge, and nobody is banned until it is over', async () => {
    const { says, fails, minute, banned, waf, events, later } = deployment();
    await fails('192.0.2.1', 3);
    await minute();
    const { lifted } = await says(panic(true));
    expect(lifted).toHaveLength(1);
    await fails('192.0.2.2', 9);
    await minute();
    await fails('192.0.2.2', 9);
    expect([await banned(), [...waf.holds]]).toEqual([[], []]);
    expect(events.filter(({ event }) => event === 'unban').map((event) => Reflect.get(event, 'reason'))).toEqual(
      expect.arrayContaining(['panic']),
    );
    expect(events.at(-1)).toMatchObject({ event: 'ignored', reason: 'panic' });
    await says(panic(false));
    later(60);
    await fails('192.0.2.2', 2);
    expect(await banned()).toEqual([]);
    await fails('192.0.2.2', 3);
    expect(await banned()).toEqual(['192.0.2.2']);
  });
});

describe('A list that is a file of the configuration', () => {
  const listed = aJail({ edges: [EDGE], list: { location: 'bad.txt', interval: 3600, entries: ['192.0.2.7'] } });

  it('is in force again when panic is over, or when who is on it is no longer spared: no deploy is waited for', async () => {
    const { says, minute, banned, waf, events } = deployment([listed]);
    await says(allow([{ ip: '192.0.2.7', until: null }]));
    await minute();
    expect(await banned()).toEqual([]);
    await says(disallow(['192.0.2.7']));
    await minute();
    await minute();
    expect([await banned(), [...waf.holds]]).toEqual([['192.0.2.7'], ['192.0.2.7/32']]);
    await says(panic(true));
    await minute();
    await minute();
    expect([await banned(), [...waf.holds]]).toEqual([[], []]);
    await says(panic(false));
    await minute();
    await minute();
    expect([await banned(), [...waf.holds]]).toEqual([['192.0.2.7'], ['192.0.2.7/32']]);
    expect(events.map(({ event }) => event)).toEqual(['ban', 'unban', 'ban']);
  });

  it('bans who is on it when his ban for failures is over', async () => {
    const { fails, later, minute, banned, waf } = deployment([listed]);
    await fails('192.0.2.7', 3);
    await minute();
    later(jail.bantime);
    await minute();
    await minute();
    expect([await banned(), [...waf.holds]]).toEqual([['192.0.2.7'], ['192.0.2.7/32']]);
  });
});

describe('Two operators at once', () => {
  it('both get their change', async () => {
    const { says } = deployment();
    await Promise.all([says(setting('app', { maxretry: 7 })), says(setting('app', { findtime: 8 }))]);
    const { after } = await says(panic(true, 'we locked ourselves out'));
    expect(after.jails.app?.settings).toEqual({ maxretry: 7, findtime: 8 });
    expect(after.panic).toEqual({ since: 1_000_000, reason: 'we locked ourselves out' });
  });
});
