import { filterExists, resolveFilter } from '../../lib/config/filter';
import { formatProblem } from '../../lib/config/problem';
import { worthTrying } from '../../lib/detect/dispatch';
import { prepare } from '../../lib/detect/prepared';
import { overShipped, treeOf } from './trees';

function resolve(files: Record<string, string>, spec = 'f', overrides: Record<string, string> = {}) {
  const { rules, problems, ...rest } = resolveFilter(treeOf(files), spec, overrides);
  return {
    ...rest,
    rules,
    failregex: rules.failregex.map(({ source }) => source),
    problems: problems.map(formatProblem),
  };
}

const filter = (text: string): Record<string, string> => ({ 'filter.d/f.conf': text });

describe('a filter', () => {
  test('is the expressions of [Definition], one a line', () => {
    const { failregex, rules, problems } = resolve(
      filter('[Definition]\nfailregex = ^a <ADDR>$\n\n  ^b <F-ID>x</F-ID>$\nignoreregex = ^c'),
    );
    expect(problems).toEqual([]);
    expect(failregex).toHaveLength(2);
    expect(failregex[1]).toBe('^b (?P<fid>x)$');
    expect(rules).toMatchObject({ prefregex: null, maxlines: 1, logtype: 'file', journalmatch: [] });
    expect(rules.ignoreregex).toHaveLength(1);
  });

  test('takes parameters: brackets over [Init] over [Definition] over [DEFAULT]', () => {
    const text =
      '[DEFAULT]\na = default\nb = default\nc = default\nd = default\n' +
      '[Definition]\nb = definition\nc = definition\nfailregex = ^<a><b><c><d> <F-ID/>\n[Init]\nc = init\nd = init';
    expect(resolve(filter(text), 'f[d=bracket]').failregex).toEqual(['^defaultdefinitioninitbracket (?P<fid>\\S+)']);
  });

  test('<known/x> is what [Init] says without the brackets', () => {
    const text = '[Definition]\nfailregex = ^(?:<bad>) <F-ID/>\n[Init]\nbad = a|b';
    expect(resolve(filter(text), 'f[bad="c|<known/bad>"]').failregex).toEqual(['^(?:c|a|b) (?P<fid>\\S+)']);
  });

  test('.local extends it with %(known/failregex)s', () => {
    const files = {
      'filter.d/f.conf': '[Definition]\nfailregex = ^a <F-ID/>',
      'filter.d/f.local': '[Definition]\nfailregex = %(known/failregex)s\n  ^b <F-ID/>',
    };
    expect(resolve(files).failregex).toEqual(['^a (?P<fid>\\S+)', '^b (?P<fid>\\S+)']);
  });

  test("a jail's own failregex replaces the filter's, without substitution", () => {
    const { failregex, shipped } = resolve(filter('[Definition]\nx = 1\nfailregex = ^a <F-ID/>'), 'f', {
      failregex: '^<x> <F-ID/>',
    });
    expect(failregex).toEqual(['^<x> (?P<fid>\\S+)']);
    expect(shipped).toBe(false);
  });

  test('logtype chooses its section; journal searches no date', () => {
    const text =
      '[Definition]\n__p = <lt_<logtype>/p>\nfailregex = ^<__p> <F-ID/>\n[lt_file]\np = f\n[lt_journal]\np = j';
    expect(resolve(filter(text)).failregex).toEqual(['^f (?P<fid>\\S+)']);
    const journal = resolve(filter(text), 'f[logtype=journal]');
    expect(journal.failregex).toEqual(['^j (?P<fid>\\S+)']);
    expect(journal.rules).toMatchObject({ logtype: 'journal', dates: null });
    expect(resolve(filter(text)).rules.dates?.length).toBeGreaterThan(0);
  });

  test('usedns is settled before <HOST> is', () => {
    const files = filter('[Definition]\nusedns = no\nfailregex = ^a <HOST>');
    expect(resolve(files).failregex[0]).not.toContain('dns');
    expect(resolve(files, 'f', { usedns: 'warn' }).failregex[0]).toContain('dns');
    expect(resolve(files).usedns).toBe('no');
  });

  test('several lines are joined with maxlines, which a jail may set', () => {
    const { rules } = resolve(filter('[Definition]\nmaxlines = 3\nfailregex = ^a<SKIPLINES>^b <F-ID/>$'), 'f');
    expect(rules.maxlines).toBe(3);
    expect(resolve(filter('[Definition]\nfailregex = ^a <F-ID/>'), 'f', { maxlines: '2' }).rules.maxlines).toBe(2);
  });

  test('journalmatch: terms of a line hold together, + and lines are alternatives', () => {
    const text = '[Definition]\nfailregex = ^a <F-ID/>\njournalmatch = _COMM=a "_UNIT=b c" + _COMM=d\n   _PID=1';
    expect(resolve(filter(text)).rules.journalmatch).toEqual([['_COMM=a', '_UNIT=b c'], ['_COMM=d'], ['_PID=1']]);
  });

  test('is found by its path, and then includes files beside it or of the tree', () => {
    const files = {
      '/home/me/mine.conf':
        '[INCLUDES]\nbefore = common.conf\n  beside.conf\n[Definition]\nfailregex = ^%(a)s%(b)s <F-ID/>',
      'filter.d/common.conf': '[DEFAULT]\na = tree',
      '/home/me/beside.conf': '[DEFAULT]\nb = beside',
    };
    expect(resolve(files, '/home/me/mine.conf').failregex).toEqual(['^treebeside (?P<fid>\\S+)']);
    expect(filterExists(treeOf(files), '/home/me/mine.conf')).toBe(true);
    expect(filterExists(treeOf(files), 'mine')).toBe(false);
  });

  test('is the shipped one unless the administrator has a file of that name', () => {
    const shipped = (files: Record<string, string>) => resolveFilter(overShipped(files), 'sshd').shipped;
    expect(shipped({})).toBe(true);
    expect(shipped({ 'filter.d/common.local': '[DEFAULT]' })).toBe(true);
    expect(shipped({ 'filter.d/sshd.local': '[Definition]\nmode = ddos' })).toBe(false);
  });

  test('carries how its failregexes are chosen, and what a match begins with no further', () => {
    const text = '[Definition]\nfailregex = ^Disconnecting <F-ID/>\n  ^Disconnected <F-ID/>';
    const { rules } = resolve(filter(text));
    // Of the places where they differ, the last that both have.
    expect(rules.choices).toEqual({
      '0,1': { place: 12, by: { g: [0], ' ': [1] }, other: [], short: [] },
    });
    expect(rules.failregex.filter((expression) => 'head' in expression)).toEqual([]);
    const { candidates } = prepare(rules);
    expect(worthTrying(candidates, 'Disconnected by')).toEqual([1]);
    expect(worthTrying(candidates, 'Did not receive')).toEqual([]);
  });
});

describe('mistakes in a filter', () => {
  const problems = (text: string, spec = 'f') => resolve(filter(text), spec).problems;

  test.each([
    ['[Definition]\nfailregex = ^a <F-ID/>\n   ^(b <F-ID/>$', 'filter.d/f.conf:3: failregex: does not compile'],
    ['[Definition]\nfailregex = ^no address$\n', 'filter.d/f.conf:2: failregex: no address group in ^no address$'],
    ['[Definition]\nprefregex = ^(\nfailregex = ^a <F-ID/>', 'filter.d/f.conf:2: prefregex: does not compile'],
    ['[Definition]\nfailregx = ^a', "filter.d/f.conf:2: unknown option 'failregx' (did you mean 'failregex'?)"],
    ['[Definition]\nmaxlines = x\nfailregex = ^a <F-ID/>', 'filter.d/f.conf:2: maxlines = x'],
    ['[Definition]\nusedns = maybe\nfailregex = ^a <F-ID/>', 'filter.d/f.conf:2: usedns = maybe'],
    ['[Definition]\nfailregex = ^<a> <F-ID/>\na = <b>\nb = <a>', 'substitution loop: <failregex> -> <a> -> <b> -> <a>'],
    ['[Definition]\nfailregex = ^%(gone)s <F-ID/>', "filter.d/f.conf:2: failregex: '%(gone)s' is set nowhere"],
    ['[definition]\nfailregex = ^a <F-ID/>', 'the filter has no [Definition] section'],
  ])('%j', (text, message) => {
    expect(problems(text).join('\n')).toContain(message);
  });

  test('a mode that does not exist names those that do', () => {
    const text = '[Definition]\nmdre-normal = a\nmdre-ddos = b\nmode = normal\nfailregex = ^<mdre-<mode>> <F-ID/>';
    expect(problems(text)).toEqual([]);
    expect(problems(text, 'f[mode=ddoss]')).toEqual([
      "f[mode=ddoss]:0: filter f has no mode 'ddoss' (mode is one of: ddos, normal)",
    ]);
  });

  test('an option nobody reads', () => {
    const text = '[Definition]\npublickey = any\nfailregex = ^<publickey> <F-ID/>';
    expect(problems(text, 'f[publikey=x]')).toEqual([
      "f[publikey=x]:0: filter f has no option 'publikey' (did you mean 'publickey'?)",
    ]);
    expect(problems(text, 'f[mode=normal, logtype=short, maxlines=2]')).toEqual([]);
  });

  test('a filter that does not exist names the nearest', () => {
    expect(resolve(filter('[Definition]\nfailregex = ^a <F-ID/>'), 'ff').problems[0]).toContain(
      "there is no filter 'ff'",
    );
    expect(resolveFilter(overShipped({}), 'shsd').problems[0]?.hint).toBe("did you mean 'sshd'?");
  });

  test('all of them at once', () => {
    expect(problems('[Definition]\nmaxlines = x\nusedns = y\nfailregex = ^(\nx = 1\nx = 2')).toHaveLength(4);
  });
});
