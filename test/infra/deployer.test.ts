import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { Jail } from '../../lib/core/ruleset';
import { type Deployer, deployerOf, deployerProblems } from '../../lib/infra/deployer';
import { Fail2edgeStack } from '../../lib/infra/fail2edge-stack';
import { listProblems } from '../../lib/infra/lists';
import type { Fail2edgeProps } from '../../lib/infra/props';
import { aJail, anEdge, aRuleset, emptyHandlers, root } from './ruleset';
import { anApp } from './scratch';

const closing = (change: Partial<Jail> = {}): Jail =>
  aJail('sshd', { edges: [{ edge: 'aws-nacl', ports: 'all' }], ...change });
const told = (...cidrs: string[]): Deployer => ({ cidrs, toldBy: '-c deployer' });
const problems = (jail: Jail, deployer: Deployer, protect: readonly string[] = []) =>
  deployerProblems({ ...aRuleset([jail], []), protect }, deployer);

describe('where a deploy is run from', () => {
  test('is what -c deployer says, else the far end of the SSH session, else nobody knows', () => {
    const session = { SSH_CONNECTION: '198.51.100.7 50000 10.0.0.1 22' };
    expect(deployerOf(['192.0.2.1/32'], session)).toEqual(told('192.0.2.1/32'));
    expect(deployerOf([], session)).toEqual({ cidrs: ['198.51.100.7/32'], toldBy: 'SSH_CONNECTION' });
    expect(deployerOf([], {})).toBeUndefined();
    expect(deployerOf([], { SSH_CONNECTION: 'UNKNOWN 65535 UNKNOWN 65535' })).toBeUndefined();
  });

  test.each([
    ['a link-local address with its zone', 'fe80::1%eth0 1 ::1 22', 'fe80::1/128'],
    ['an IPv4 address as sshd sees it on an IPv6 socket', '::ffff:198.51.100.7 1 ::1 22', '198.51.100.7/32'],
  ])('%s', (_, SSH_CONNECTION, cidr) => expect(deployerOf([], { SSH_CONNECTION })?.cidrs).toEqual([cidr]));
});

describe('a jail that could ban the deployer', () => {
  test('is named with its place, and what to write', () => {
    expect(problems(closing(), told('198.51.100.7/32'))).toEqual([
      'jail.local:3: jail sshd could ban 198.51.100.7, from where you deploy (-c deployer): add it to ignoreip, ' +
        'or deploy with -c protect=198.51.100.7',
    ]);
  });

  test.each<[string, Jail, readonly string[]]>([
    ['ignores the address', closing({ ignoreip: ['198.51.100.0/24'] }), []],
    ['closes no edge', closing({ edges: [] }), []],
    ['ignores a host name, which may be theirs', closing({ ignoreip: ['office.example.org'] }), []],
    ['knows the address as our own', closing(), ['198.51.100.7/32']],
  ])('is not one that %s', (_, jail, protect) => expect(problems(jail, told('198.51.100.7/32'), protect)).toEqual([]));

  test('private addresses are banned by none, unless ignorelocal is off', () => {
    expect(problems(closing(), told('10.1.2.3/32'))).toEqual([]);
    expect(problems(closing({ ignorelocal: false }), told('10.1.2.3/32'))).toHaveLength(1);
  });

  test('is one that spares a part of the deployer’s range only', () => {
    expect(problems(closing({ ignoreip: ['198.51.100.7/32'] }), told('198.51.100.0/28'))).toHaveLength(1);
    expect(problems(closing({ ignoreip: ['198.51.100.0/24'] }), told('198.51.100.0/28'))).toEqual([]);
  });

  test('is one that counts our own as strangers', () => {
    expect(problems(closing({ ignoreself: false }), told('198.51.100.7/32'), ['198.51.100.7/32'])).toHaveLength(1);
  });
});

describe('a list that a jail bans by', () => {
  const listing = (entries: readonly string[], change: Partial<Jail> = {}) =>
    aRuleset([aJail('drop', { list: { location: 'drop.txt', interval: 3600, entries }, ...change })], []);

  test('may hold nobody whom the configuration spares', () => {
    const ruleset = listing(['192.0.2.0/24', '203.0.113.0/24'], { ignoreip: ['203.0.113.7/32', 'office.example.org'] });
    expect(listProblems(ruleset, undefined)).toEqual([
      'jail.local:3: jail drop: the list drop.txt bans 203.0.113.0/24, which ignoreip spares: take it out of one of them',
    ]);
    expect(listProblems({ ...listing(['192.0.2.0/24']), protect: ['192.0.2.9/32'] }, undefined)).toEqual([
      'jail.local:3: jail drop: the list drop.txt bans 192.0.2.0/24, which is protected: take it off the list',
    ]);
  });

  test('may not hold the deployer, whoever says that it is his', () => {
    for (const toldBy of ['-c deployer', 'SSH_CONNECTION'] as const) {
      expect(listProblems(listing(['198.51.100.0/24']), { cidrs: ['198.51.100.7/32'], toldBy })).toEqual([
        `jail.local:3: jail drop: the list drop.txt bans 198.51.100.0/24, from where you deploy (${toldBy})`,
      ]);
    }
  });

  test('may hold what nobody bans anyway, as published lists do, and what does not concern us', () => {
    expect(listProblems(listing(['10.0.0.0/8', '127.0.0.0/8', '192.0.2.0/24']), told('198.51.100.7/32'))).toEqual([]);
  });

  test('that is wrong altogether is told by some of it', () => {
    const entries = Array.from({ length: 20 }, (_, n) => `203.0.113.${n}/32`);
    const problems = listProblems(listing(entries, { ignoreip: ['203.0.113.0/24'] }), undefined);
    expect(problems).toHaveLength(6);
    expect(problems.at(-1)).toBe('jail.local:3: jail drop: and 15 more of the list drop.txt');
  });

  test('ends the synth', () => {
    const ruleset = listing(['203.0.113.0/24'], { ignoreip: ['203.0.113.7/32'] });
    expect(() => new Fail2edgeStack(anApp(), 'Fail2edge', { root, lambdas: emptyHandlers(), ruleset })).toThrow(
      'the list drop.txt bans 203.0.113.0/24',
    );
  });
});

describe('synth', () => {
  const lambdas = emptyHandlers();
  const stack = (props: Partial<Fail2edgeProps>) =>
    new Fail2edgeStack(anApp(), 'Fail2edge', {
      ...{ root, lambdas, ruleset: aRuleset([closing()], [anEdge('aws-nacl', { networkacl: 'acl-11111111' })]) },
      ...props,
    });
  const session: Deployer = { cidrs: ['198.51.100.7/32'], toldBy: 'SSH_CONNECTION' };

  test('refuses what somebody said of himself', () => {
    expect(() => stack({ deployer: told('198.51.100.7/32') })).toThrow('jail sshd could ban 198.51.100.7');
    expect(() => stack({ deployer: told('198.51.100.7/32'), protect: ['198.51.100.7/32'] })).not.toThrow();
  });

  test('warns of what only the session says', () => {
    Annotations.fromStack(stack({ deployer: session })).hasWarning(
      '*',
      Match.stringLikeRegexp('jail sshd could ban 198.51.100.7'),
    );
    Annotations.fromStack(stack({ deployer: session, protect: ['198.51.100.7/32'] })).hasNoWarning(
      '*',
      Match.anyValue(),
    );
  });
});
