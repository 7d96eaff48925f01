import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { change } from '../../../lib/app/operate/change';
import { panic, setting, simulating } from '../../../lib/app/operate/edits';
import { CHECKS } from '../../../lib/cli/client/doctor';
import type { DoctorAws } from '../../../lib/cli/client/doctor/aws';
import type { Examined } from '../../../lib/cli/client/doctor/check';
import { examine } from '../../../lib/cli/client/doctor/run';
import type { LookedEdge } from '../../../lib/cli/client/edges/look';
import { subscriptionPattern } from '../../../lib/config/subscription/pattern';
import type { Jail } from '../../../lib/core/ruleset';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { memoryChanges } from '../../../lib/stores/memory/changes';
import { memoryEdgeStates } from '../../../lib/stores/memory/edge-states';
import { ticket } from '../../stores/ban-contract';
import { aJail, aRuleset } from '../../support/builders';

const NOW = 2_000_000;
const MAIL = { destemail: ['ops@example.org'], sender: 'f2b@example.com', sendername: '', whois: false, lines: false };
const jail: Jail = aJail({ name: 'sshd', loggroup: ['auth'], mail: MAIL });

/** An account in which everything is as it should be. */
const healthy: DoctorAws = {
  subscriptions: async () => [{ name: 'Fail2edge', pattern: patternOf(), destination: 'arn:aws:lambda:x' }],
  testPattern: async (_, messages) => new Set(messages.map((_message, index) => index)),
  streams: async () => [{ name: 'web-1', lastEvent: NOW - 60 }],
  recent: async () => [{ time: NOW - 60, message: 'bad login of bob from 192.0.2.1' }],
  mailAccount: async () => ({ sandbox: false, sending: true }),
  identity: async () => true,
  time: async () => NOW,
};

function patternOf(): string {
  const needed = subscriptionPattern([jail]);
  return needed.kind === 'pattern' ? needed.pattern : '';
}

const anEdge = (over: Partial<LookedEdge> = {}): LookedEdge => ({
  config: { name: 'aws-nacl', kind: 'aws-nacl', options: {} },
  ...{ mode: 'sync', entries: [], waiting: [] },
  report: {
    ...{ held: [], added: [], removed: [], overflow: [], notices: [], writes: 0, probe: '' },
    room: [{ family: 'ipv4', used: 3, capacity: 18 }],
  },
  ...over,
});

async function examined(over: Partial<Examined> = {}): Promise<Examined> {
  const edgeStates = memoryEdgeStates();
  const token = (await edgeStates.acquire('aws-nacl', 0, 1)) ?? '';
  const state = { requested: 0, applied: 0, probe: '', overflow: [], comparedAt: NOW - 60 };
  await edgeStates.finish('aws-nacl', token, state);
  return {
    ruleset: aRuleset({ jails: [jail], edges: [{ name: 'aws-nacl', kind: 'aws-nacl', options: {} }] }),
    ...{ deployedVersion: '0123456789abcdef', bans: memoryBans(), changes: memoryChanges(), edgeStates },
    ...{ edges: async () => [anEdge()], clock: () => NOW, stack: 'Fail2edge', aws: healthy },
    ...over,
  };
}

/** What a check finds, with the words of each finding. */
async function found(name: string, over: Partial<Examined> = {}) {
  const checks = CHECKS.filter((check) => check.name === name);
  const [diagnosis] = await examine(checks, await examined(over));
  return diagnosis?.findings.map(({ level, what, todo = '' }) => `${level} ${what}${todo && ` -> ${todo}`}`);
}

const withAws = (over: Partial<DoctorAws>) => ({ aws: { ...healthy, ...over } });

it('doctor finds nothing where nothing is wrong', async () => {
  const diagnoses = await examine(CHECKS, await examined());
  for (const { check, findings } of diagnoses) {
    expect([check, findings.map(({ level }) => level)]).toEqual([check, findings.map(() => 'ok')]);
    expect(findings.length).toBeGreaterThan(0);
  }
});

it('each of its checks is one file and one line', () => {
  const folder = join(__dirname, '../../../lib/cli/client/doctor/checks');
  expect(readdirSync(folder)).toHaveLength(CHECKS.length);
  expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
});

it('what cannot be asked is a failed check, in words, and keeps no other from its turn', async () => {
  const denied = () => Promise.reject(new Error('fail2edge: AWS denies it: logs:DescribeSubscriptionFilters'));
  const diagnoses = await examine(CHECKS, await examined(withAws({ subscriptions: denied })));
  const failed = diagnoses.filter(({ findings }) => findings.some(({ level }) => level === 'fail'));
  expect(failed.map(({ check }) => check)).toEqual(['subscriptions']);
  expect(failed[0]?.findings[0]?.what).toBe('AWS denies it: logs:DescribeSubscriptionFilters');
});

it('on an account in a folder asks no AWS', async () => {
  const diagnoses = await examine(CHECKS, await examined({ aws: undefined }));
  const asked = diagnoses.filter(({ findings }) => findings.length > 0).map(({ check }) => check);
  expect(asked).toEqual(['table', 'configuration', 'run time', 'forgeable', 'edges', 'room', 'shadows']);
});

describe('forgeable', () => {
  it('warns of a jail whose log takes whole lines from a client, and says what is safer', async () => {
    const logs = { source: 'x', logs: ['web'], why: 'line feeds stay', instead: 'the access log' };
    const ruleset = aRuleset({ jails: [aJail({ name: 'web', forgeable: [logs] }), jail] });
    expect(await found('forgeable', { ruleset })).toEqual([
      'warn jail web reads web: line feeds stay -> the access log',
    ]);
  });
});

describe('configuration', () => {
  it('warns of another one, of bans of jails that it does not have, and fails without a jail', async () => {
    const bans = memoryBans();
    await bans.put(ticket({ jail: 'gone' }), null);
    expect(await found('configuration', { deployedVersion: 'ffff', bans })).toEqual([
      expect.stringMatching(/^warn deployed is ffff, this is 0123456789abcdef -> give/),
      expect.stringMatching(/^warn the table holds bans of gone/),
    ]);
    expect(await found('configuration', { ruleset: aRuleset({ jails: [] }) })).toEqual([
      expect.stringMatching(/^fail no jail is enabled/),
    ]);
  });
});

describe('run time', () => {
  it('fails in a panic, warns of simulated and idle jails, and names those with other limits', async () => {
    const says = async (edit: Parameters<typeof change>[2]) => {
      const one = await examined();
      const operator = { bans: one.bans, changes: one.changes, edgeStates: memoryEdgeStates() };
      const ports = { ...operator, clock: () => NOW, random: () => 0, emit: () => undefined };
      await change(ports, one.ruleset, edit);
      return found('run time', { changes: one.changes });
    };
    expect(await says(panic(true))).toEqual(['fail banning is stopped (panic) -> fail2edge panic off bans again']);
    expect(await says(simulating('sshd', true))).toEqual([expect.stringMatching(/^warn sshd is simulated/)]);
    expect(await says(setting('sshd', { idle: true }))).toEqual([expect.stringMatching(/^warn sshd is idle/)]);
    expect(await says(setting('sshd', { maxretry: 2 }))).toEqual(['ok limits of sshd (config --diff)']);
  });
});

describe('subscriptions', () => {
  it.each([
    ['a log group that is not there', undefined, /^fail auth: there is no such log group \(sshd\)/],
    ['a log group that is not subscribed', [], /^fail auth: not subscribed, no line comes to sshd -> npx cdk deploy/],
    [
      'a subscription of another deployment',
      [{ name: 'Other', pattern: '', destination: '' }],
      /^fail auth: not subscr/,
    ],
    [
      'another pattern',
      [{ name: 'Fail2edge', pattern: '%x%', destination: '' }],
      /^warn auth: subscribed with another/,
    ],
    ['every line', [{ name: 'Fail2edge', pattern: '', destination: '' }], /^ok auth: delivered to sshd/],
  ])('%s', async (_, subscriptions, words) => {
    const [finding] = (await found('subscriptions', withAws({ subscriptions: async () => subscriptions }))) ?? [];
    expect(finding).toMatch(words);
  });
});

describe('patterns', () => {
  it('fails when CloudWatch Logs does not take one, or holds a failure back', async () => {
    expect(await found('patterns', withAws({ testPattern: async () => undefined }))).toEqual([
      expect.stringMatching(/^fail auth: CloudWatch Logs does not take its pattern/),
    ]);
    expect(await found('patterns', withAws({ testPattern: async () => new Set() }))).toEqual([
      expect.stringMatching(/^fail auth: the pattern holds back 1 of 1 failures, such as: bad login of bob/),
    ]);
  });

  it('tests it with lines that fail only, and with any line where none did', async () => {
    const tested: (readonly string[])[] = [];
    const testPattern: DoctorAws['testPattern'] = async (_, messages) => {
      tested.push(messages);
      return new Set([0]);
    };
    const recent = async () => [{ time: NOW, message: 'nothing of interest' }];
    await found('patterns', withAws({ testPattern }));
    expect(await found('patterns', withAws({ testPattern, recent }))).toEqual([
      'ok auth: no failure among the last 1 lines',
    ]);
    expect(tested).toEqual([['bad login of bob from 192.0.2.1'], ['a line']]);
  });
});

describe('delivery', () => {
  it('fails when failures came after the function was last called', async () => {
    const recent = async () => [{ time: NOW - 1000, message: 'bad login of bob from 192.0.2.1' }];
    const streams = async () => [{ name: 'x', lastEvent: NOW - 1001 }];
    expect(await found('delivery', withAws({ recent, streams }))).toEqual([
      expect.stringMatching(/^fail 1 failures of auth came after the function was last called/),
    ]);
  });

  it('warns when it was never called, fails when there is no such function', async () => {
    expect(await found('delivery', withAws({ recent: async () => [], streams: async () => [] }))).toEqual([
      expect.stringMatching(/^warn the function that detects was never called/),
    ]);
    expect(await found('delivery', withAws({ streams: async () => undefined }))).toEqual([
      'fail there is no log group /fail2edge/Fail2edge/detect -> name the deployment with --stack, or deploy it',
    ]);
  });
});

describe('hosts', () => {
  const DAY = 86_400;
  const of = (...ages: readonly number[]) => ({
    streams: async () => ages.map((age, index) => ({ name: `host-${index}`, lastEvent: NOW - age })),
  });

  it('warns of those that are silent for a day while others speak, by name', async () => {
    expect(await found('hosts', withAws(of(60, 2 * DAY, 3 * DAY + 7200)))).toEqual([
      expect.stringMatching(/^warn auth: silent for a day and longer: host-1 \(2d\), host-2 \(3d 2h\) ->/),
    ]);
    const [many] = (await found('hosts', withAws(of(1, ...Array.from({ length: 9 }, () => 2 * DAY))))) ?? [];
    expect(many).toContain('and 4 more');
  });

  it('forgets those that are gone for two weeks, and fails when all are', async () => {
    expect(await found('hosts', withAws(of(60, 20 * DAY)))).toEqual(['ok auth: 1 stream speaks']);
    expect(await found('hosts', withAws(of(20 * DAY)))).toEqual([
      expect.stringMatching(/^fail auth: no line came for two weeks/),
    ]);
  });
});

describe('minute', () => {
  it('fails when an edge was not compared for over an hour', async () => {
    expect(await found('minute', { clock: () => NOW + 4000 })).toEqual([
      expect.stringMatching(/^fail aws-nacl: last compared 1h 7m ago/),
    ]);
    expect(await found('minute', { edgeStates: memoryEdgeStates() })).toEqual([
      expect.stringMatching(/^fail aws-nacl: never compared/),
    ]);
  });
});

describe('edges, room and shadows', () => {
  const waiting = (fits: boolean) => [{ cidr: '192.0.2.1/32', bans: [], fits }];

  it('fail for bans that are missing or have no room', async () => {
    const edges = (one: LookedEdge) => ({ edges: async () => [one] });
    expect(await found('edges', edges(anEdge({ waiting: waiting(true) })))).toEqual([
      expect.stringMatching(/^fail aws-nacl: 1 bans are not there, though there is room/),
    ]);
    expect(await found('edges', edges(anEdge({ mode: 'dry-run' })))).toEqual([
      expect.stringMatching(/^warn aws-nacl: mode is dry-run/),
    ]);
    expect(await found('room', edges(anEdge({ waiting: waiting(false) })))).toEqual([
      expect.stringMatching(/^fail aws-nacl: 1 bans have no room \(ipv4 3 of 18\) -> raise the quota/),
    ]);
  });

  it('warn when an edge is nearly full, or a rule of others stands before ours', async () => {
    const report = anEdge().report;
    const full = anEdge({ report: { ...report, room: [{ family: 'ipv6', used: 17, capacity: 18 }] } });
    expect(await found('room', { edges: async () => [full] })).toEqual([
      expect.stringMatching(/^warn aws-nacl: nearly full \(ipv6 17 of 18\)/),
    ]);
    const dark = anEdge({ report: { ...report, notices: ['acl-1: shadowed: rule 1 allows'] } });
    expect(await found('shadows', { edges: async () => [dark] })).toEqual([
      expect.stringMatching(/^warn aws-nacl: acl-1: shadowed: rule 1 allows -> give that rule a greater number/),
    ]);
  });
});

describe('mail', () => {
  it('is not asked about where no jail reports', async () => {
    const ruleset = aRuleset({ jails: [aJail()] });
    const mailAccount = () => Promise.reject(new Error('asked'));
    expect(await found('mail', { ruleset, ...withAws({ mailAccount }) })).toEqual(['ok no jail reports by mail']);
  });

  it('in the sandbox warns, and fails for recipients that are not verified', async () => {
    const mailAccount = async () => ({ sandbox: true, sending: true });
    const identity = async (name: string) => (name === 'example.com' ? true : undefined);
    expect(await found('mail', withAws({ mailAccount, identity }))).toEqual([
      'ok sender f2b@example.com is verified',
      expect.stringMatching(/^warn SES is in the sandbox/),
      expect.stringMatching(/^fail destemail ops@example.org is not verified -> aws sesv2 create-email-identity/),
    ]);
  });

  it('fails for a sender that is not verified, and when SES has stopped sending', async () => {
    const mailAccount = async () => ({ sandbox: false, sending: false });
    expect(await found('mail', withAws({ mailAccount, identity: async () => false }))).toEqual([
      expect.stringMatching(/^fail SES has stopped sending/),
      expect.stringMatching(/^fail sender f2b@example.com is not verified/),
    ]);
  });
});

describe('clock', () => {
  it.each([
    [60, 'warn 60 s ahead of AWS'],
    [-60, 'warn 60 s behind AWS'],
    [3, 'ok'],
  ])('%i s apart', async (apart, words) => {
    const [finding] = (await found('clock', withAws({ time: async () => NOW - apart }))) ?? [];
    expect(finding).toContain(words);
  });
});
