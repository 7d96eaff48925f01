import { formatProblem } from '../../lib/config/problem';
import { resolveRuleset } from '../../lib/config/ruleset';
import type { Jail } from '../../lib/core/ruleset';
import { JAIL_CONF, overShipped, PLAIN_FILTER, treeOf } from './trees';

const resolved = (jailLocal: string, more: Record<string, string> = {}) =>
  resolveRuleset(
    overShipped({ 'jail.conf': JAIL_CONF, 'filter.d/plain.conf': PLAIN_FILTER, 'jail.local': jailLocal, ...more }),
  );

/** The one jail of this jail.local. */
function jail(options: string, more: Record<string, string> = {}): Jail {
  const [only] = resolved(`[j]\nenabled = true\n${options}`, more).ruleset.jails;
  return only as Jail;
}

const notices = (options: string) =>
  resolved(`[j]\nenabled = true\n${options}`).problems.map((problem) => `${problem.level} ${formatProblem(problem)}`);

describe('a jail', () => {
  test("has fail2ban's limits where nothing is set", () => {
    expect(jail('')).toMatchObject({
      name: 'j',
      maxretry: 3,
      findtime: 600,
      bantime: 600,
      maxmatches: 3,
      increment: null,
      ignoreself: true,
      usedns: 'warn',
      logtimezone: null,
    });
  });

  test('has our own where nothing is set', () => {
    expect(jail('')).toMatchObject({ ignorelocal: true, ipv6prefix: 64, breaker: 1000, ambiguity: 'keep' });
  });

  test('is disabled unless enabled says otherwise', () => {
    expect(resolved('[a]\n[b]\nenabled = false\n[c]\nenabled = YES').ruleset.jails.map(({ name }) => name)).toEqual([
      'c',
    ]);
  });

  test('reads its options', () => {
    const options =
      'maxretry = 2\nfindtime = 1d\nbantime = -1\nmaxmatches = 7\nipv6prefix = 128\nbreaker = 5\nignorelocal = no';
    expect(jail(options)).toMatchObject({
      maxretry: 2,
      findtime: 86_400,
      bantime: -1,
      maxmatches: 7,
      ipv6prefix: 128,
      breaker: 5,
      ignorelocal: false,
    });
  });

  test('stands at its section in the first file that has it', () => {
    expect(jail('').origin).toBe('jail.local:1');
  });

  test('bantime.*: all options, the formula as a tree', () => {
    const options =
      'bantime.increment = true\nbantime.factor = 2.0 / 4\nbantime.formula = ban.Time\nbantime.multipliers = 1 2 4\n' +
      'bantime.maxtime = 1w\nbantime.rndtime = 10m\nbantime.overalljails = true';
    expect(jail(options).increment).toEqual({
      factor: 0.5,
      formula: { kind: 'name', name: 'ban.Time' },
      multipliers: [1, 2, 4],
      maxtime: 604_800,
      rndtime: 600,
      overalljails: true,
    });
  });

  test('ignoreip: addresses, ranges, netmasks, names, files', () => {
    const options =
      'ignoreip = 127.0.0.1/8 ::1, 192.0.2.0/255.255.255.0\n  Office.example.com 2001:DB8::1 file:/etc/ok';
    expect(jail(options, { '/etc/ok': '# ours\n198.51.100.7 # a\n203.0.113.0/24, 198.51.100.7' }).ignoreip).toEqual([
      '127.0.0.0/8',
      '::1/128',
      '192.0.2.0/24',
      'office.example.com',
      '2001:db8::1/128',
      '198.51.100.7/32',
      '203.0.113.0/24',
    ]);
  });

  test('logpath and loggroup are lists; head and tail are no part of a path', () => {
    expect(jail('logpath = /a tail\n  /b\nloggroup = g1, g2\n  g1')).toMatchObject({
      logpath: ['/a', '/b'],
      loggroup: ['g1', 'g2'],
    });
  });

  test('without loggroup it reads groups named like its files', () => {
    expect(jail('loggroup =\nlogpath = /var/log/nginx/*error.log\n  /var/log/x').loggroup).toEqual([
      '/var/log/nginx/error.log',
      '/var/log/x',
    ]);
  });

  test("extends its filter's expressions with %(known/failregex)s", () => {
    const sources = jail('failregex = %(known/failregex)s\n  ^mine <F-ID/>').rules.failregex.map(
      ({ source }) => source,
    );
    expect(sources).toHaveLength(2);
    expect(sources[1]).toBe('^mine (?P<fid>\\S+)');
  });

  test('the guard against a second address is on for shipped filters, and what the jail says', () => {
    expect(jail('filter = sshd').ambiguity).toBe('drop');
    expect(jail('filter = sshd\nfailregex = ^x <HOST>$').ambiguity).toBe('keep');
    expect(jail('filter = sshd\nambiguity = keep').ambiguity).toBe('keep');
  });

  test('with the filter recidive counts bans and reads no log', () => {
    expect(jail('filter = recidive')).toMatchObject({ countsBans: true, loggroup: [] });
    expect(jail('')).toMatchObject({ countsBans: false });
  });

  test('asks for hosts only where minhosts says so, and not where bans are counted', () => {
    expect(jail('')).not.toHaveProperty('minhosts');
    expect(jail('minhosts = 1')).not.toHaveProperty('minhosts');
    expect(jail('minhosts = 2')).toMatchObject({ minhosts: 2 });
    expect(() => jail('minhosts = 0')).toThrow('jail.local:3: minhosts = 0 (a whole number, from 1 to 100)');
    expect(() => jail('filter = recidive\nminhosts = 2')).toThrow(
      'minhosts = 2: jail j reads no log, nothing comes from a host',
    );
  });

  test('by name is resolved whether enabled or not', () => {
    const tree = treeOf({ 'jail.conf': `${JAIL_CONF}[a]\n[b]`, 'filter.d/plain.conf': PLAIN_FILTER });
    const edge = overShipped({});
    const both = { ...tree, read: (path: string) => tree.read(path) ?? edge.read(path) };
    expect(resolveRuleset(both, { only: 'b' }).ruleset.jails.map(({ name }) => name)).toEqual(['b']);
    expect(resolveRuleset(both, { allEnabled: true }).ruleset.jails.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(() => resolveRuleset(both, { only: 'web' })).toThrow("there is no jail 'web' (there are: a, b)");
  });
});

describe('what is not honoured is a notice at its line', () => {
  test.each([
    ['backend = systemd', 'notice jail.local:3: backend = systemd: not used here'],
    ['ignorecommand = /bin/true <ip>', 'notice jail.local:3: ignorecommand = /bin/true <ip>: not run here'],
    ['ignorecache = key="<ip>"', 'notice jail.local:3: ignorecache'],
    ['logencoding = latin1', 'notice jail.local:3: logencoding = latin1'],
    ['usedns = yes', 'notice jail.local:3: usedns = yes'],
    ['publickey = any', "notice jail.local:3: 'publickey' has no effect in a jail (filter = sshd[publickey=...])"],
    ['loggroup =', 'notice jail.local:1: jail j sets no loggroup and reads no log group'],
  ])('%s', (options, wanted) => {
    expect(notices(options).join('\n')).toContain(wanted);
  });

  test.each(['backend = auto', 'logencoding = utf-8', 'skip_if_nologs = true', 'ignorecommand ='])(
    '%s is none',
    (options) => {
      expect(notices(options)).toEqual([]);
    },
  );
});

describe('the ruleset', () => {
  const version = (text: string) => resolved(text).ruleset.version;

  test('has a version that changes when the configuration does, and not when lines move', () => {
    const text = '[j]\nenabled = true\n';
    expect(version(text)).toBe(version(`# a comment\n\n${text}`));
    expect(version(text)).not.toBe(version(`${text}maxretry = 4`));
    expect(version(text)).toMatch(/^[0-9a-f]{16}$/);
  });

  test('takes dbpurgeage from fail2ban.local, a day by default', () => {
    const age = (text: string) => resolved('', { 'fail2ban.local': text }).ruleset.dbpurgeage;
    expect(age('[DEFAULT]')).toBe(86_400);
    expect(age('[DEFAULT]\ndbpurgeage = 8d\nloglevel = DEBUG')).toBe(691_200);
    expect(age('[Definition]\ndbpurgeage = 600')).toBe(600);
  });

  test('says so when recidive looks back further than bans are remembered', () => {
    const { problems } = resolved('[recidive]\nenabled = true\nfilter = recidive\nfindtime = 2d');
    expect(problems.map(formatProblem)).toEqual([
      'jail.local:1: jail recidive looks back 172800 s, bans are remembered for 86400 s (raise dbpurgeage in fail2ban.local)',
    ]);
  });
});

describe('a record of the journal', () => {
  const filter =
    '[INCLUDES]\nbefore = common.conf\n[Definition]\n_daemon = appd\nfailregex = ^%(__prefix_line)sfailed <HOST>$\n';
  const withFilter = (options: string) => jail(options, { 'filter.d/appd.conf': filter });

  test('is read with the same filter, in its journal form', () => {
    const { rules, journalRules } = withFilter('filter = appd');
    expect([rules.logtype, journalRules?.logtype]).toEqual(['file', 'journal']);
    expect([rules.dates === null, journalRules?.dates]).toEqual([false, null]);
  });

  test('and with the log type the filter was given, when it was', () => {
    expect(withFilter('filter = appd[logtype=journal]').journalRules).toBeUndefined();
    expect(withFilter('filter = appd[logtype=rfc5424]').journalRules).toBeUndefined();
  });

  test('needs no rules of its own where the expressions are the same', () => {
    expect(jail('').journalRules).toBeUndefined();
  });
});
