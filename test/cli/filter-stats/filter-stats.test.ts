import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filterStatsCommand } from '../../../lib/cli/filter-stats/filter-stats-command';

const folder = mkdtempSync(join(tmpdir(), 'stats-'));
afterAll(() => rmSync(folder, { recursive: true }));

function stats(...args: readonly string[]) {
  const out: string[] = [];
  const io = { stdout: (text: string) => out.push(text), stderr: () => {}, now: () => 0 };
  const code = filterStatsCommand(args, { ...io, columns: undefined, colour: false, progress: false });
  return { code, text: out.join('') };
}

const rows = (...args: readonly string[]) =>
  stats('--json', ...args)
    .text.trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** A filter of these expressions in a folder of its own. */
function filter(name: string, ...failregex: readonly string[]): readonly string[] {
  const dir = join(folder, name);
  mkdirSync(join(dir, 'filter.d'), { recursive: true });
  writeFileSync(join(dir, 'filter.d', `${name}.conf`), `[Definition]\nfailregex = ${failregex.join('\n  ')}\n`);
  return ['--config', dir, name];
}

describe('npm run stats', () => {
  test('proves every expression of every shipped filter linear, in every mode', () => {
    const all = rows();
    expect(new Set(all.map(({ verdict }) => verdict))).toEqual(new Set(['linear']));
    expect(new Set(all.map(({ filter }) => filter)).size).toBeGreaterThan(18);
    expect(all).toContainEqual(
      expect.objectContaining({
        filter: 'sshd',
        kind: 'failregex',
        options: 'mode=aggressive',
        reason: expect.stringMatching(/^linear engine/),
        source: expect.stringContaining('Unable to negotiate'),
      }),
    );
  });

  test('says what keeps an expression from the linear engine', () => {
    const own = filter('own', '^a (?!b)<HOST>$', `^(?P<q>["'])x(?P=q) <HOST>$`, '^plain <HOST>$');
    expect(rows(...own).map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['bounded', expect.stringMatching(/^look-ahead: V8/)],
      ['deadline', expect.stringMatching(/^back-reference: V8, 100 ms for lines over \d+ characters$/)],
      ['linear', expect.stringMatching(/^linear engine/)],
    ]);
    expect([stats(...own).code, stats('--strict', ...own).code]).toEqual([0, 1]);
  });

  test('prints a table a filter and the sum', () => {
    const { text } = stats(...filter('one', '^plain <HOST>$'));
    expect(text).toMatch(/^one: 1 expression, 1 linear\nVERDICT {2}WHAT .*\nlinear .*\n\n1 filter: 1 expression,/);
  });

  test('refuses a filter that does not exist or is broken', () => {
    expect(() => stats('nosuch')).toThrow("there is no filter 'nosuch'");
    expect(() => stats(...filter('broken', '^( <HOST>'))).toThrow('does not compile');
    expect(() => stats('--colour')).toThrow('see npm run stats -- --help');
  });
});
