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
        prefregex: expect.stringMatching(/^\^/),
        failregex: expect.arrayContaining([expect.stringMatching(/^\^Failed /)]),
        rules: ruleset.jails[0]?.rules,
        edges: [
          {
            edge: 'aws-nacl',
            ports: { protocol: 'tcp', ranges: [{ from: 22, to: 22 }] },
            options: expect.objectContaining({ networkacl: 'acl-1' }),
          },
        ],
        subscription: [{ loggroup: '/fleet/auth', pattern: expect.stringMatching(/^%.*\|Failed\|.*%$/) }],
      }),
    ]);
  });

  test('of every log group the pattern of its subscription', () => {
    expect(printRuleset(ruleset)).toMatch(
      /^log group \/fleet\/auth\n {2}jails {8}sshd\n {2}pattern {6}%.*\|Failed\|.*%\n$/m,
    );
  });

  test('why every line of a log group is delivered, where no pattern is complete', () => {
    const { ruleset: open } = resolveRuleset(
      overShipped({
        'jail.local':
          '[sshd]\nenabled = true\nloggroup = /fleet/auth\nbanaction = aws-nacl[networkacl=acl-1]\n' +
          '[any]\nenabled = true\nloggroup = /fleet/auth\n' +
          'banaction = aws-nacl[networkacl=acl-1]\n',
        'filter.d/any.conf': '[Definition]\nfailregex = ^\\S+ <HOST>$\n',
      }),
    );
    const reason = /jail any: no text stands in every line that failregex 0 matches: \^\\S\+ /;
    expect(printRuleset(open)).toMatch(
      new RegExp(`log group /fleet/auth\n {2}jails {8}sshd any\n {2}everything {3}${reason.source}`),
    );
    expect(jsonJails(open).map(({ subscription }) => subscription)).toEqual(
      Array(2).fill([{ loggroup: '/fleet/auth', pattern: null, reason: expect.stringMatching(reason) }]),
    );
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
