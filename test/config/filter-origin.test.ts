import { resolveFilter } from '../../lib/config/filter';
import { printOffer, printRuleset } from '../../lib/config/print';
import { formatProblem } from '../../lib/config/problem';
import { resolveRuleset } from '../../lib/config/ruleset';
import { openTree } from '../../lib/config/tree';
import { overShipped } from './trees';

const OWN = '[Definition]\nfailregex = ^mine <HOST>$\n';
const resolved = (jailLocal: string, more: Record<string, string> = {}) =>
  resolveRuleset(
    overShipped({ 'filter.d/sshd.conf': OWN, 'filter.d/mine.conf': OWN, 'jail.local': jailLocal, ...more }),
  );
const sshd = (options: string) => `[sshd]\nenabled = true\n${options}`;
const mine = '[mine]\nenabled = true\nport = ssh\nloggroup = /log\n';
const sources = ({ ruleset }: ReturnType<typeof resolved>, name: string) =>
  ruleset.jails.find((jail) => jail.name === name)?.rules.failregex.map(({ source }) => source);
const notices = ({ problems }: ReturnType<typeof resolved>) => problems.map(formatProblem);
const shipped = resolveFilter(openTree(undefined), 'sshd').rules.failregex.map(({ source }) => source);

describe('filters = shipped', () => {
  test('puts our filter of the same name in the place of the own one, in a jail or in all', () => {
    expect(sources(resolved(sshd('')), 'sshd')).toEqual([expect.stringMatching(/^\^mine /)]);
    for (const text of [sshd('filters = shipped'), `[DEFAULT]\nfilters = shipped\n${sshd('')}`]) {
      const swapped = resolved(text);
      expect(sources(swapped, 'sshd')).toEqual(shipped);
      expect(swapped.ruleset.jails[0]).toMatchObject({ filterFrom: 'shipped', ambiguity: 'drop' });
    }
  });

  test('keeps what stands in the brackets of the jail', () => {
    const filter = 'filter = sshd[mode=aggressive]\nfilters = shipped';
    expect(sources(resolved(sshd(filter)), 'sshd')?.length).toBeGreaterThan(shipped.length);
  });

  test('in [DEFAULT] leaves filters alone that have no namesake, and a jail may refuse', () => {
    const all = resolved(`[DEFAULT]\nfilters = shipped\n${sshd('filters = own')}\n${mine}`);
    expect(all.ruleset.jails.map(({ filterFrom }) => filterFrom)).toEqual(['replaceable', 'own']);
    expect(sources(all, 'mine')).toEqual([expect.stringMatching(/^\^mine /)]);
  });

  test('in a jail without a namesake is a mistake, and so is another word', () => {
    expect(() => resolved(`${mine}filters = shipped`)).toThrow(
      /^jail\.local:5: filters = shipped: no filter 'mine' ships \(these do: apache-auth, .*vsftpd\)$/m,
    );
    expect(() => resolved('[DEFAULT]\nfilters = ours')).toThrow('jail.local:2: filters = ours (one of own, shipped)');
  });

  test('says which option only the own filter has', () => {
    expect(() => resolved(sshd('filters = shipped\nfilter = sshd[colour=red]'))).toThrow(
      /^jail\.local:4: the shipped filter sshd has no option 'colour' \(it reads: .*; filters = own keeps yours\)$/m,
    );
    expect(() => resolved(sshd('filters = shipped\nmode = loud'))).toThrow(
      /the shipped filter sshd has no mode 'loud' \(mode is one of: aggressive, ddos, extra, normal\)/,
    );
  });

  test('says what it does not read, and which expressions of the jail stand in their place', () => {
    const local = { 'filter.d/sshd.local': '[Definition]\nmaxlines = 1\n' };
    expect(notices(resolved(sshd('filters = shipped'), local))).toContain(
      'jail.local:3: filters = shipped: filter.d/sshd.local is not read (set what it changes in filter = sshd[...])',
    );
    expect(notices(resolved(sshd('filters = shipped\nfailregex = ^x <HOST>$')))).toContain(
      'jail.local:4: failregex stands in place of the expressions of the shipped filter sshd (%(known/failregex)s keeps them)',
    );
    const both = resolved(sshd('filters = shipped\nfailregex = %(known/failregex)s\n  ^x <HOST>$'));
    expect(notices(both).join()).not.toContain('failregex stands');
    expect(sources(both, 'sshd')?.length).toBe(shipped.length + 1);
  });
});

describe('the offer of config', () => {
  test('stands in each jail whose filter has a namesake, and once for all', () => {
    const { ruleset } = resolved(`${sshd('')}\n${mine}[vsftpd]\nenabled = true`);
    expect(printRuleset(ruleset).match(/^ {2}offer .*/gm)).toEqual([
      expect.stringContaining('filters = shipped in [sshd] or [DEFAULT]'),
    ]);
    expect(printOffer(ruleset)).toMatch(
      /replaces your filters with .* \(sshd\); .*replay --set DEFAULT.filters=shipped --against/,
    );
  });

  test('is not made where it was taken', () => {
    const { ruleset } = resolved(sshd('filters = shipped'));
    expect([printOffer(ruleset), printRuleset(ruleset).includes('  offer ')]).toEqual([undefined, false]);
  });
});
