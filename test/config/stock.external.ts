/**
 * Against fail2ban itself, which is no part of this project:
 *   FAIL2BAN_ROOT=DIR npx jest --testMatch '<rootDir>/test/config/*.external.ts'
 * DIR is a checkout of fail2ban, or the folder a package of it was unpacked into.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FILTER_OPTIONS, filterLayers, filterText } from '../../lib/config/filter-text';
import { formatProblem } from '../../lib/config/problem';
import { resolveRuleset } from '../../lib/config/ruleset';
import { expandTags } from '../../lib/config/tags';
import { openTree } from '../../lib/config/tree';

const root = process.env.FAIL2BAN_ROOT ?? '';
const packaged = existsSync(join(root, 'etc', 'fail2ban'));
const config = packaged ? join(root, 'etc', 'fail2ban') : join(root, 'config');
const tree = openTree(config);

interface Expanded {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly texts: Readonly<Record<string, string>>;
  readonly expressions: readonly string[];
}

function expanded(): readonly Expanded[] {
  const parent = packaged ? join(root, 'usr', 'lib', 'python3', 'dist-packages') : root;
  const script = join(__dirname, 'expand-filters.py');
  const output = execFileSync('python3', [script, parent, config], { encoding: 'utf8', maxBuffer: 1 << 30 });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** An option value in which a choice that does not exist was left as a tag: `<mdre-nomode>`. An error here, not in fail2ban. */
const unresolved = (text: string | undefined) => text === undefined || /^<[^<> ]+>$/.test(text);

/** The upstream and the packaged form of an IPv6 address; ours leaves out a lookbehind that is always true. */
const ipv6 = (text: string) =>
  text.replaceAll('|(?<=:):)', '|:)').replaceAll('(?:[0-9a-fA-F]{1,4}::?|::){1,7}', '(?:[0-9a-fA-F]{1,4}::?|:){1,7}');

describe('an unmodified configuration of fail2ban', () => {
  test('loads with every jail enabled and without a mistake', () => {
    const { ruleset, problems } = resolveRuleset(tree, { allEnabled: true });
    process.stdout.write(`${ruleset.jails.length} jails, ${problems.length} notices\n`);
    expect(ruleset.jails.length).toBeGreaterThan(80);
    expect(problems.filter(({ level }) => level === 'error').map(formatProblem)).toEqual([]);
    for (const { name, rules, edges } of ruleset.jails) {
      expect(`${name}: ${rules.failregex.length > 0 && edges.length > 0}`).toBe(`${name}: true`);
    }
  }, 300_000);

  test('every filter reads as in fail2ban, in every mode and log type', () => {
    const all = expanded();
    const compared = all.reduce((sum, reading) => sum + compare(reading), 0);
    process.stdout.write(`${all.length} readings of filters, ${compared} texts compared\n`);
    expect(compared).toBeGreaterThan(all.length);
  }, 300_000);
});

/** @returns how many texts were compared. */
function compare({ name, options, texts, expressions }: Expanded): number {
  const layers = filterLayers(tree, name);
  if (!layers) throw new Error(`no filter ${name}`);
  const ours = filterText(layers, { spec: { name, options }, jail: {} });
  const set = FILTER_OPTIONS.filter((option) => texts[option] !== undefined || !unresolved(ours.options[option]?.text));
  for (const option of set) {
    const [found, wanted] = [ours.options[option]?.text, texts[option]];
    expect({ name, options, [option]: found }).toEqual({ name, options, [option]: wanted });
  }
  const lines = (ours.options.failregex?.text ?? '').split('\n').filter((line) => line !== '');
  expect(lines.map((line) => expandTags(line, null))).toEqual(expressions.map(ipv6));
  return set.length + lines.length;
}
