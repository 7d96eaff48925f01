import fc from 'fast-check';
import { parseFormula } from '../../lib/config/formula';
import { evaluate } from '../../lib/core/bantime';

const NAMES = { 'ban.Time': 600, 'ban.Count': 3, banFactor: 2 };
const value = (text: string) => evaluate(parseFormula(text), NAMES);

describe('bantime.formula', () => {
  test.each([
    ["fail2ban's default", 'ban.Time * (1<<(ban.Count if ban.Count<20 else 20)) * banFactor', 9600],
    [
      "fail2ban's exponential",
      'ban.Time * math.exp(float(ban.Count+1)*banFactor)/math.exp(1*banFactor)',
      600 * Math.exp(6),
    ],
    ['products before sums', '1 + 2 * 3 - 4 / 2', 5],
    ['from the left', '10 - 3 - 2', 5],
    ['shifts after sums', '1 << 1 + 2', 8],
    ['powers before signs, from the right', '-2 ** 2 + 2 ** 3 ** 0', -2],
    ['a power of a sign', '2 ** -1', 0.5],
    ['whole division and remainder', '7 // 2 * 10 + -7 % 3', 32],
    ['functions', 'min(ban.Time, 5, 7) + max(1, 2) + math.sqrt(16) + int(2.9)', 13],
    ['comparison and logic', '(1 if ban.Count >= 3 and ban.Count != 4 or 0 else 2)', 1],
    ['choices nest to the right', '1 if 0 else 2 if 0 else 3', 3],
    ['numbers', '1.5e2 + .5', 150.5],
    ['constants', 'math.pi * 0 + math.e * 0', 0],
  ])('%s', (_, text, wanted) => {
    expect(value(text)).toBeCloseTo(wanted, 9);
  });

  test.each([
    ['__import__("os").system("id")', 'unexpected \'"os").system("id")\''],
    ['ban.__class__', "unknown name 'ban.__class__'"],
    ['exec(1)', "unknown function 'exec'"],
    ['toString(1)', "unknown function 'toString'"],
    ['ban.Time *', "a number or a name is missing before 'the end'"],
    ['(1 + 2', "')' is missing before 'the end'"],
    ['1 2', "unexpected '2'"],
    ['1 if 2', "'else' is missing before 'the end'"],
    ['1 < 2 < 3', 'comparisons cannot be chained'],
    ['min()', "a number or a name is missing before ')'"],
    ['', "a number or a name is missing before 'the end'"],
    ['('.repeat(100_000), 'nested too deeply'],
  ])('%.40s: refused', (text, message) => {
    expect(() => parseFormula(text)).toThrow(message);
  });

  test('law: a fully bracketed expression has the value arithmetic gives it', () => {
    const { tree } = fc.letrec<{ tree: readonly [string, number] }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.nat(9).map((value) => [String(value), value] as const),
        fc.tuple(fc.constantFrom('+', '-', '*'), tie('tree'), tie('tree')).map(([sign, [a, x], [b, y]]) => {
          const value = sign === '+' ? x + y : sign === '-' ? x - y : x * y;
          return [`(${a} ${sign} ${b})`, value] as const;
        }),
      ),
    }));
    fc.assert(fc.property(tree, ([text, wanted]) => value(text) === wanted));
  });
});
