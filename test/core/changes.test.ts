import { type Changes, changedJail, NO_CHANGES, nextEnd, withChanges } from '../../lib/core/changes';
import { aJail, aRuleset } from '../support/builders';

const NOW = 1000;
const changes = (over: Partial<Changes>): Changes => ({ ...NO_CHANGES, version: 1, ...over });
const ofApp = (settings: Changes['jails'][string]['settings'], add: string[] = [], del: string[] = []) =>
  changes({ jails: { app: { settings, addignoreip: add, delignoreip: del } } });

describe('A jail as operators changed it', () => {
  it('has the limits that were set, and its own where none was', () => {
    const jail = aJail({ maxretry: 5, findtime: 600, bantime: 600 });
    expect(changedJail(jail, ofApp({ maxretry: 3, bantime: -1 }), NOW)).toMatchObject({
      ...{ maxretry: 3, findtime: 600, bantime: -1 },
    });
    expect(changedJail(aJail({ name: 'other', maxretry: 5 }), ofApp({ maxretry: 3 }), NOW).maxretry).toBe(5);
  });

  it('ignores what was added, not what was deleted, and whoever is allowed', () => {
    const jail = aJail({ ignoreip: ['192.0.2.1/32', '2001:db8::/64', 'office.example'] });
    const now = { ...ofApp({}, ['203.0.113.9'], ['192.0.2.1', '2001:db8::/64']) };
    expect(changedJail(jail, now, NOW).ignoreip).toEqual(['office.example', '203.0.113.9']);
    const allowed = [{ ip: '198.51.100.0/24', since: 1, until: NOW }];
    expect(changedJail(jail, changes({ allowed }), NOW).ignoreip).toContain('198.51.100.0/24');
    expect(changedJail(jail, changes({ allowed }), NOW + 0.001).ignoreip).not.toContain('198.51.100.0/24');
  });

  it('lets bans grow as was set, and parts of it have no effect while they do not grow', () => {
    expect(changedJail(aJail(), ofApp({ 'bantime.factor': 3 }), NOW).increment).toBeNull();
    const set = { 'bantime.increment': true, 'bantime.factor': 3, 'bantime.multipliers': [1, 2] };
    expect(changedJail(aJail(), ofApp(set), NOW).increment).toEqual({
      ...{ factor: 3, formula: null, multipliers: [1, 2], maxtime: null, rndtime: null, overalljails: false },
    });
    const grows = { factor: 2, formula: null, multipliers: null, maxtime: 9, rndtime: null, overalljails: true };
    const jail = aJail({ increment: grows });
    expect(changedJail(jail, ofApp({ 'bantime.maxtime': 7 }), NOW).increment).toEqual({ ...grows, maxtime: 7 });
    expect(changedJail(jail, ofApp({ 'bantime.increment': false }), NOW).increment).toBeNull();
  });

  it('tells nobody of bans that it only simulates', () => {
    const mail = { destemail: ['a@example.org'], sender: 'b@example.org', sendername: '', whois: false, lines: false };
    expect(changedJail(aJail({ mail }), changes({ simulated: ['app'] }), NOW)).toMatchObject({
      simulate: true,
      mail: null,
    });
  });

  it('may be called constructor', () => {
    expect(changedJail(aJail({ name: 'constructor', maxretry: 4 }), changes({}), NOW).maxretry).toBe(4);
  });
});

describe('A ruleset', () => {
  it('is the very same while nothing is changed', () => {
    const ruleset = aRuleset();
    expect(withChanges(ruleset, NO_CHANGES, NOW)).toBe(ruleset);
    expect(withChanges(ruleset, changes({}), NOW)).toEqual(ruleset);
  });

  it('changes by itself when the next of the allowed ends', () => {
    const until = (end: number | null) => ({ ip: '192.0.2.1', since: 1, until: end });
    expect(nextEnd(changes({ allowed: [until(null), until(NOW + 9), until(NOW + 5), until(NOW - 1)] }), NOW)).toBe(
      NOW + 5,
    );
    expect(nextEnd(NO_CHANGES, NOW)).toBe(Number.POSITIVE_INFINITY);
  });
});
