import { seeded } from '../../../examples/story/random';
import { subscriptionPattern } from '../../../lib/config/subscription/pattern';
import { subscription } from '../../fakes/aws-logs-pattern/match';
import { rulesOf } from '../../filters/engine';
import { aJail } from '../../support/builders';
import { asJournal, benign } from './benign';

const COUNT = 1500;

function heldBack(specs: readonly string[], lines: readonly string[]): number {
  const found = subscriptionPattern(specs.map((spec) => aJail({ name: spec, rules: rulesOf(spec) })));
  if (found.kind === 'everything') return 0;
  const delivers = subscription(found.pattern);
  return lines.filter((line) => !delivers(line)).length / lines.length;
}

const logs = {
  syslog: benign.syslog(seeded(1), COUNT),
  access: benign.nginxAccess(seeded(2), COUNT),
  error: benign.nginxError(seeded(3), COUNT),
};

const groups: readonly (readonly [readonly string[], keyof typeof logs])[] = [
  [['sshd'], 'syslog'],
  [['sshd[mode=aggressive]'], 'syslog'],
  [['pam-generic'], 'syslog'],
  [['sshd', 'pam-generic', 'dropbear'], 'syslog'],
  [['nginx-http-auth'], 'error'],
  [['nginx-http-auth[mode=aggressive]'], 'error'],
  [['nginx-limit-req'], 'error'],
  [['nginx-forbidden'], 'error'],
  [['nginx-botsearch'], 'error'],
  [['nginx-http-auth', 'nginx-limit-req', 'nginx-forbidden', 'nginx-botsearch'], 'error'],
  [['nginx-botsearch'], 'access'],
  [['nginx-bad-request'], 'access'],
];

describe('of the lines of a quiet day', () => {
  test.each(groups)('%j on %s: nine in ten are never delivered, as text or as journal entries', (specs, log) => {
    expect(heldBack(specs, logs[log])).toBeGreaterThanOrEqual(0.9);
    expect(
      heldBack(
        specs,
        logs[log].map((line) => asJournal(line)),
      ),
    ).toBeGreaterThanOrEqual(0.9);
  });

  test('of a login, the lines of sshd’s own sessions are delivered and the rest is not', () => {
    const lines = benign.sshdLogins(seeded(4), 1);
    const found = subscriptionPattern([aJail({ rules: rulesOf('sshd') })]);
    if (found.kind === 'everything') throw new Error(found.reason);
    const delivered = lines.filter(subscription(found.pattern)).map((line) => line.split(': ')[1]?.split(' ')[0]);
    expect(delivered).toEqual(['Accepted', 'Received', 'Disconnected']);
  });

  test('one jail that needs every line makes its log group deliver every line', () => {
    const names = 'apache-badbots[badbotscustom="[^ ]"]';
    expect(heldBack(['nginx-botsearch', names], logs.access)).toBe(0);
    expect(heldBack(['nginx-botsearch', 'apache-badbots'], logs.access)).toBeGreaterThan(0.9);
  });
});
