import { jsonJails, printPorts, printRuleset } from '../../lib/config/print';
import { resolveRuleset } from '../../lib/config/ruleset';
import { overShipped } from './trees';

const { ruleset } = resolveRuleset(
  overShipped({
    'jail.local':
      '[sshd]\nenabled = true\nignoreip = 198.51.100.0/24\nbantime = -1\nloggroup = /fleet/auth\n' +
      'banaction = aws-nacl[networkacl=acl-1]\n',
  }),
);

describe('what config prints', () => {
  test('every jail with its filter, limits, groups, edges and expressions', () => {
    const text = printRuleset(ruleset);
    for (const part of [
      /^ruleset [0-9a-f]{16}$/m,
      /^edge aws-nacl\[.*networkacl=acl-1.*\]$/m,
      /^jail sshd \(config\/jail\.conf:\d+\)$/m,
      /^ {2}filter {7}sshd\[mode=normal\]$/m,
      /^ {2}bantime {6}for ever$/m,
      /^ {2}ignoreip {5}198\.51\.100\.0\/24 own addresses$/m,
      /^ {2}loggroup {5}\/fleet\/auth$/m,
      /^ {2}edge {9}aws-nacl: tcp 22$/m,
      /^ {2}failregex {4}0 (linear|bounded|deadline) \^/m,
    ]) {
      expect(text).toMatch(part);
    }
  });

  test('as JSON, one object a jail', () => {
    expect(jsonJails(ruleset)).toEqual([
      expect.objectContaining({
        name: 'sshd',
        filter: 'sshd[mode=normal]',
        bantime: -1,
        loggroup: ['/fleet/auth'],
        edges: [{ edge: 'aws-nacl', ports: 'tcp 22', options: expect.objectContaining({ networkacl: 'acl-1' }) }],
      }),
    ]);
  });

  test('ports as numbers and ranges', () => {
    expect(
      printPorts({
        protocol: 'all',
        ranges: [
          { from: 1, to: 1 },
          { from: 5, to: 9 },
        ],
      }),
    ).toBe('all 1,5-9');
    expect(printPorts('all')).toBe('all');
  });
});
