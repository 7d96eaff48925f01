import { compile } from '../../lib/regex/compile';
import { translate } from '../../lib/regex/translate';
import { textOf } from './attacks';
import { attacksFor, type Cost, expressionsOf, type Source, slowest } from './sweep';

/** Among them the shapes of fail2ban's filters that make a backtracking engine slow. */
const OWN: readonly Source[] = [
  '^\\s*(?:\\S+\\s+)?(?:kernel:\\s?)?(?P<user>.*) from (?P<ip>[\\da-f:.]+)(?: \\S+)*\\s*$',
  'user=(?P<user>[^,]*)(?:, ?(?P<key>\\w+)=(?P<value>\\w*))*, end\\b',
  '^(?P<u>(?:(?! from ).)*?) from (?P<h>[\\w\\-.]*\\w)(?: (?:port \\d+|on \\S+)){0,2}$',
  '(?:\\d+:){2,}(?P<last>\\d+)(?<=7)',
  '^(?:a|ab)*(?:b|ba)*(?=c|$)',
].map((source) => ({ source, multiline: false }));

/**
 * REGEX_SWEEP=shipped, or the folder of a fail2ban configuration: takes the expressions of all its filters, too, and prints which
 * lines of 64 KiB took longest (and the same line of 16 KiB), in milliseconds of CPU.
 */
const SWEEP = process.env.REGEX_SWEEP;
const SHORT = 120;
/** Attacks on an expression of ours: these must end, not be slow. */
const FEW = 5;

test('lines made to be slow: our matcher and V8 find the same in short ones', () => {
  for (const each of [...OWN, ...(SWEEP ? expressionsOf(SWEEP) : [])]) {
    const expression = translate(each.source, each);
    if (!expression.program) continue;
    const alone = compile({ ...expression, limit: -1 });
    const v8 = compile(expression);
    for (const attack of attacksFor(each)) {
      const text = textOf(attack, Math.min(SHORT, expression.limit ?? SHORT));
      expect([each.source, text, alone.search(text)]).toEqual([each.source, text, v8.search(text)]);
    }
  }
});

test('lines made to be slow: a search ends also in one of 64 KiB', () => {
  const sources = SWEEP ? expressionsOf(SWEEP) : OWN;
  const costs = sources.flatMap(
    (each) => slowest(translate(each.source, each), attacksFor(each).slice(0, SWEEP ? undefined : FEW)) ?? [],
  );
  expect(costs.length).toBeGreaterThan(0);
  if (SWEEP) process.stderr.write(report(costs));
});

function report(costs: readonly Cost[]): string {
  const worst = [...costs].sort((a, b) => b.long - a.long).slice(0, 20);
  const lines = worst.map(({ source, attack, short, long }) => {
    return `${long.toFixed(1)} ms (16 KiB: ${short.toFixed(1)}) ${JSON.stringify(attack).slice(0, 120)} ${source.slice(0, 80)}`;
  });
  return `${costs.length} expressions\n${lines.join('\n')}\n`;
}
