import { resolveFilter } from '../../lib/config/filter';
import { formatProblem } from '../../lib/config/problem';
import { treeOf } from './trees';

const ID = '(?P<fid>\\S+)';

/** What a filter `f` comes to with these brackets and options of the jail. */
function read(text: string, spec = 'f', jail: Record<string, string> = {}) {
  const { rules, usedns, problems } = resolveFilter(treeOf({ 'filter.d/f.conf': text }), spec, jail);
  const sources = (list: readonly { readonly source: string }[]) => list.map(({ source }) => source);
  return {
    ...{
      failregex: sources(rules.failregex),
      ignoreregex: sources(rules.ignoreregex),
      maxlines: rules.maxlines,
      usedns,
    },
    ...{ prefregex: rules.prefregex?.source, journalmatch: rules.journalmatch, dates: rules.dates?.length },
    problems: problems.map(formatProblem),
  };
}

describe('what [Init] sets', () => {
  test('counts in %(x)s of [Definition] as brackets do', () => {
    const text = '[Definition]\n_daemon = app\nfailregex = ^%(_daemon)s <F-ID/>\n[Init]\n_daemon = mine';
    expect(read(text).failregex).toEqual([`^mine ${ID}`]);
    expect(read(text, 'f[_daemon=theirs]').failregex).toEqual([`^theirs ${ID}`]);
  });

  test('counts where another option refers to it, also one of [DEFAULT]', () => {
    const text = '[DEFAULT]\nx = a\n[Definition]\ny = %(x)s1\nfailregex = ^%(y)s <F-ID/>\n[Init]\nx = b';
    expect(read(text).failregex).toEqual([`^b1 ${ID}`]);
  });

  test('alone is no %(x)s: fail2ban asks [Definition] and [DEFAULT] whether there is one', () => {
    const { problems } = read('[Definition]\nfailregex = ^%(x)s <F-ID/>\n[Init]\nx = b');
    expect(problems[0]).toContain("'%(x)s' is set nowhere");
  });

  test('is where a mistake in it is told, and [DEFAULT] is not where one of [Definition] is', () => {
    const wrong = '[DEFAULT]\nmaxlines = 1\n[Definition]\nfailregex = ^a <F-ID/>\nmaxlines = 0\n';
    expect(read(wrong).problems).toEqual(['filter.d/f.conf:5: maxlines = 0 (a whole number, at least 1)']);
    expect(read(`${wrong}[Init]\nmaxlines = x`).problems[0]).toContain('filter.d/f.conf:7: maxlines = x');
  });

  test('says nothing of the log type', () => {
    const text =
      '[Definition]\nfailregex = ^<lt_<logtype>/is> <F-ID/>\n[lt_file]\nis = file\n[lt_short]\nis = short\n[Init]\nlogtype = short';
    expect(read(text).failregex).toEqual([`^file ${ID}`]);
    expect(read(text, 'f[logtype=short]').failregex).toEqual([`^short ${ID}`]);
  });
});

describe('an option that both the jail and the parameters of its filter set', () => {
  const text = '[Definition]\nfailregex = ^a <F-ID/>\n';

  test.each(['usedns = no', 'maxlines = 7', 'prefregex = ^<F-CONTENT>.+</F-CONTENT>$'])(
    '%s is the parameter',
    (line) => {
      const [name = '', value = ''] = line.split(' = ');
      const jail = { usedns: 'warn', maxlines: '3', prefregex: '^x <F-CONTENT>.+</F-CONTENT>$' };
      const both = read(text, `f[${name}="${value}"]`, { [name]: jail[name as keyof typeof jail] });
      expect(both.problems).toEqual([]);
      expect(both).toEqual(read(text, 'f', { [name]: value }));
      expect(read(`${text}[Init]\n${line}`, 'f', { [name]: jail[name as keyof typeof jail] })).toEqual(both);
    },
  );

  test("expressions and journal matches are both, the filter's first", () => {
    const given = 'f[failregex="^b <F-ID/>", ignoreregex="q", journalmatch="A=1"]';
    const jail = { failregex: '^c <F-ID/>', ignoreregex: 'r', journalmatch: 'B=2' };
    expect(read(text, given, jail)).toMatchObject({
      failregex: [`^b ${ID}`, `^c ${ID}`],
      ignoreregex: ['q', 'r'],
      journalmatch: [['A=1'], ['B=2']],
    });
  });

  test("datepattern is the jail's", () => {
    expect(read(text, 'f[datepattern="^%%Y\\n^%%d"]', { datepattern: '^%Y' }).dates).toBe(1);
  });

  test("of what [Definition] says the jail's counts", () => {
    const own = `${text}usedns = no\nmaxlines = 2\n`;
    expect(read(own, 'f', { usedns: 'raw', maxlines: '3', failregex: '^j <F-ID/>' })).toMatchObject({
      ...{ usedns: 'raw', maxlines: 3, failregex: [`^j ${ID}`] },
    });
  });
});

describe('names', () => {
  test('of brackets are the same in any case', () => {
    const text = '[Definition]\nmode = normal\nre-normal = n\nre-other = o\nfailregex = ^<re-<mode>> <F-ID/>';
    expect(read(text, 'f[Mode=other]').failregex).toEqual([`^o ${ID}`]);
  });

  test('of tags are the same in any case, those of sections are not', () => {
    const text = '[Definition]\n_Daemon = app\nfailregex = ^<_Daemon><lt/ABC><LT/abc> <F-ID/>\n[lt]\nabc = x';
    expect(read(text).failregex).toEqual([`^appx<LT/abc> ${ID}`]);
  });

  test('of the filter language are no options: an option `host` does not stand for <HOST>', () => {
    const text = '[Definition]\nhost = web\nfailregex = ^<host> <HOST>$';
    const { problems, failregex } = read(text);
    expect(problems).toEqual([]);
    expect(failregex[0]).toMatch(/^\^web \(\?:.*\?P<ip4>/);
  });

  test("of the jail's options stay in an expression as text", () => {
    const text = '[Definition]\nfailregex = ^<port>\\d+</port> <F-ID/> <maxretry>';
    expect(read(text, 'f', { port: 'ssh', maxretry: '5' }).failregex).toEqual([`^<port>\\d+</port> ${ID} <maxretry>`]);
  });
});
