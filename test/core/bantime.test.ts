import fc from 'fast-check';
import { bantimeFor, evaluate, FORMULA_FUNCTIONS, FORMULA_OPERATORS, type FormulaNames } from '../../lib/core/bantime';
import type { BantimeIncrement, Formula } from '../../lib/core/ruleset';

const increment = (over: Partial<BantimeIncrement> = {}): BantimeIncrement => ({
  ...{ factor: 1, formula: null, multipliers: null, maxtime: null, rndtime: null, overalljails: false },
  ...over,
});

/** The times of the 1st, 2nd ... ban of a 600 s jail. */
const times = (rules: BantimeIncrement | null, count: number, random = () => 0) =>
  Array.from({ length: count }, (_, offences) => bantimeFor(600, rules, offences, random));

const number = (value: number): Formula => ({ kind: 'number', value });
const NAMES: FormulaNames = { 'ban.Time': 600, 'ban.Count': 2, banFactor: 1 };

describe('bantime.increment', () => {
  it('is off by default: every ban lasts bantime', () => {
    expect(times(null, 3)).toEqual([600, 600, 600]);
  });

  it('doubles with every ban, up to maxtime', () => {
    expect(times(increment({ maxtime: 86400 }), 9)).toEqual([
      ...[600, 1200, 2400, 4800, 9600, 19200, 38400, 76800, 86400],
    ]);
  });

  it('multiplies by the factor, and never gives less than bantime', () => {
    expect(times(increment({ factor: 2 }), 3)).toEqual([600, 2400, 4800]);
    expect(times(increment({ factor: 1.33 }), 4)).toEqual([600, 1596, 3192, 6384]);
    expect(times(increment({ factor: 0.1 }), 3)).toEqual([600, 600, 600]);
  });

  it('is bantime where the formula comes to no number, as in fail2ban', () => {
    const divided: Formula = { kind: 'binary', operator: '/', left: number(600), right: number(0) };
    const root: Formula = { kind: 'call', name: 'sqrt', operands: [number(-1)] };
    const hidden: Formula = { kind: 'call', name: 'min', operands: [divided, number(7000)] };
    const huge: Formula = { kind: 'call', name: 'exp', operands: [number(1000)] };
    const tested: Formula = { kind: 'choice', test: divided, yes: number(7000), no: number(8000) };
    const both: Formula = { kind: 'binary', operator: 'or', left: root, right: number(7000) };
    for (const formula of [divided, root, hidden, huge, tested, both])
      expect(times(increment({ formula }), 2)).toEqual([600, 600]);
  });

  it('has an end that can be written as a date', () => {
    const formula: Formula = { kind: 'binary', operator: '**', left: number(10), right: number(300) };
    const end = bantimeFor(600, increment({ formula }), 1, () => 0);
    expect(new Date((2e9 + end) * 1000).toISOString()).toMatch(/^\+\d{6}-/);
    expect(bantimeFor(600, increment({ rndtime: 1e300 }), 1, () => 0.5)).toBe(end);
  });

  it('stops doubling after twenty bans', () => {
    expect(bantimeFor(600, increment(), 50, () => 0)).toBe(600 * 2 ** 20);
  });

  it('takes multipliers by the count of earlier bans; the last one repeats', () => {
    expect(times(increment({ multipliers: [1, 5, 30] }), 5)).toEqual([600, 3000, 18000, 18000, 18000]);
  });

  it('takes a formula', () => {
    const formula: Formula = {
      kind: 'binary',
      operator: '*',
      left: { kind: 'name', name: 'ban.Time' },
      right: {
        kind: 'call',
        name: 'exp',
        operands: [
          {
            kind: 'binary',
            operator: '*',
            left: { kind: 'name', name: 'ban.Count' },
            right: { kind: 'name', name: 'banFactor' },
          },
        ],
      },
    };
    expect(times(increment({ formula }), 5).map(Math.floor)).toEqual([600, 1630, 4433, 12051, 32758]);
  });

  it('adds rndtime after maxtime, as fail2ban does', () => {
    expect(bantimeFor(600, increment({ maxtime: 900, rndtime: 100 }), 3, () => 0.5)).toBe(950);
  });

  it('leaves a ban for ever alone', () => {
    expect(bantimeFor(-1, increment(), 5, () => 0)).toBe(-1);
  });

  it('never shortens a ban from one offence to the next', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (bantime, factor) => {
          const all = Array.from({ length: 25 }, (_, n) => bantimeFor(bantime, increment({ factor }), n, () => 0));
          for (let n = 1; n < all.length; n++) expect(all[n]).toBeGreaterThanOrEqual(all[n - 1] as number);
        },
      ),
    );
  });
});

describe('a formula', () => {
  const binary = (operator: string, left: number, right: number) =>
    evaluate({ kind: 'binary', operator, left: number(left), right: number(right) }, NAMES);

  it.each([
    ['+', 7, 2, 9],
    ['-', 7, 2, 5],
    ['*', 7, 2, 14],
    ['/', 7, 2, 3.5],
    ['//', -7, 2, -4],
    ['%', -7, 3, 2],
    ['**', 2, 10, 1024],
    ['<<', 3, 4, 48],
    ['>>', 48, 4, 3],
    ['<', 1, 2, 1],
    ['<=', 2, 2, 1],
    ['>', 1, 2, 0],
    ['>=', 1, 2, 0],
    ['==', 2, 2, 1],
    ['!=', 2, 2, 0],
    ['and', 0, 5, 0],
    ['and', 4, 5, 5],
    ['or', 0, 5, 5],
    ['or', 4, 5, 4],
  ])('knows Python operator %s: %d and %d give %d', (operator, left, right, value) => {
    expect(binary(operator, left, right)).toBe(value);
    expect(FORMULA_OPERATORS).toContain(operator);
  });

  it.each([
    ['min', [3, 2], 2],
    ['max', [3, 2], 3],
    ['abs', [-3], 3],
    ['int', [-3.7], -3],
    ['float', [3], 3],
    ['round', [2.6], 3],
    ['log', [8, 2], 3],
    ['log', [1], 0],
    ['log2', [8], 3],
    ['log10', [100], 2],
    ['sqrt', [9], 3],
    ['pow', [2, 3], 8],
    ['floor', [2.7], 2],
    ['ceil', [2.1], 3],
    ['exp', [0], 1],
  ] as const)('knows the function %s', (name, operands, value) => {
    expect(evaluate({ kind: 'call', name, operands: operands.map(number) }, NAMES)).toBeCloseTo(value);
    expect(FORMULA_FUNCTIONS).toHaveProperty(name);
  });

  it('has signs and a choice', () => {
    expect(evaluate({ kind: 'unary', operator: '-', operand: number(2) }, NAMES)).toBe(-2);
    expect(evaluate({ kind: 'unary', operator: '+', operand: number(2) }, NAMES)).toBe(2);
    const choice = (test: number): Formula => ({ kind: 'choice', test: number(test), yes: number(1), no: number(2) });
    expect([evaluate(choice(1), NAMES), evaluate(choice(0), NAMES)]).toEqual([1, 2]);
  });

  it('that names what is not known is a broken ruleset', () => {
    expect(() => binary('@', 1, 2)).toThrow('unknown operator @');
    expect(() => evaluate({ kind: 'call', name: 'system', operands: [] }, NAMES)).toThrow('unknown function system');
  });
});
