import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compile } from '../../lib/regex/compile';
import { translate } from '../../lib/regex/translate';
import { type Answer, askPython } from './python';

/**
 * With FAIL2BAN_PACKAGE (the folder that holds fail2ban's Python package) and FAIL2BAN_CONFIG (its configuration folder) set, every
 * expression of every stock filter, in all modes and log types, is compared with Python on the filter's sample lines.
 */
interface Case {
  readonly pattern: string;
  readonly multiline: boolean;
  readonly default: boolean;
  readonly texts: readonly string[];
}

const ADDRESS =
  '(?:(?P<ip4>(?:\\d{1,3}\\.){3}\\d{1,3})|(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):)))';

const OWN: readonly Case[] = [
  {
    pattern: `^login of (?P<user>(?P<plain>\\S+)|(?:(?! at ).)*?) at ${ADDRESS}(?(plain):|;)`,
    multiline: false,
    default: true,
    texts: [
      'login of bob at 192.0.2.1:\n',
      'login of a b at 2001:db8::1;\n',
      'login of a b at 2001:db8::1:\n',
      'at 1.1.1.1\n',
    ],
  },
  { pattern: `^b${ADDRESS}$`, multiline: true, default: true, texts: ['a\nb192.0.2.1\nc\n', 'b::1', 'ab::1\n'] },
];

function stock(): readonly Case[] {
  const { FAIL2BAN_PACKAGE, FAIL2BAN_CONFIG } = process.env;
  if (!FAIL2BAN_PACKAGE || !FAIL2BAN_CONFIG) return [];
  const script = [join(__dirname, 'stock.py'), FAIL2BAN_PACKAGE, FAIL2BAN_CONFIG];
  const run = spawnSync('python3', script, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Case[];
}

function ours({ pattern, multiline, texts }: Case): { verdict: string; results: unknown[] } {
  const { expression, search } = compile(translate(pattern, { multiline }));
  const results = texts.map((text) => {
    const match = search(text);
    return match && [match.index, match.end, { ...match.groups }];
  });
  return { verdict: expression.verdict, results };
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

test('expressions of filters find in log lines what Python finds', () => {
  const cases = [...OWN, ...stock()];
  const found = cases.map(ours);
  const answers: Answer[] = askPython(cases.map((each) => ({ ...each, flags: each.multiline ? 8 : 0 })));
  expect(found.map(({ results }) => ({ results }))).toEqual(answers);
  if (cases.length === OWN.length) return;
  const searches = found.reduce((sum, { results }) => sum + results.length, 0);
  const verdicts = (only: boolean) =>
    count(found.filter((_, i) => !only || cases[i]?.default).map(({ verdict }) => verdict));
  const report = { expressions: `${found.length}/${cases.length}`, searches: `${searches}/${searches}` };
  process.stderr.write(`${JSON.stringify({ ...report, all: verdicts(false), default: verdicts(true) })}\n`);
});
