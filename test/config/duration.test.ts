import fc from 'fast-check';
import { parseDuration } from '../../lib/config/duration';

const YEAR = 31_557_600;

describe('durations', () => {
  test.each([
    ['600', 600],
    ['10m', 600],
    ['1h 30m', 5400],
    ['1d12h', 129_600],
    ['1hour+30min', 5400],
    ['1y-6mo', YEAR / 2],
    ['6 months', YEAR / 2],
    ['1W', 604_800],
    ['2 * 1h', 7200],
    ['1h*2 + 1', 7201],
    ['(1h + 30m) / 2', 2700],
    ['1.5h', 5400],
    ['.5m', 30],
    ['-1', -1],
    ['-1d', -86_400],
    ['1 mm 1 ss', 61],
    ['3 years 2 weeks 1 day 4 hours 5 minutes 6 seconds', 3 * YEAR + 1_209_600 + 86_400 + 14_400 + 300 + 6],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each([
    '',
    'NaN',
    'inf',
    'abc',
    '10x',
    '10 m m',
    '1h # one hour',
    '1h,2h',
    '10 mins',
    '1//2',
    '()',
    '(1',
    '1)',
    '1 +',
    '0x10',
    '1e3',
    '1/0',
    '__import__("os")',
    '1h; 2h',
    '5 of',
    '%(x)s',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  const units = fc.constantFrom(
    ['s', 1],
    ['sec', 1],
    ['m', 60],
    ['min', 60],
    ['h', 3600],
    ['day', 86_400],
    ['w', 604_800],
  );
  const parts = fc.array(fc.tuple(fc.nat(1000), units), { minLength: 1, maxLength: 6 });

  test('law: parts side by side are added, with or without space, + or case', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom('', ' ', '+', ' + '), fc.boolean(), (list, glue, upper) => {
        const text = list.map(([count, [unit]]) => `${count}${unit}`).join(glue);
        const seconds = list.reduce((sum, [count, [, factor]]) => sum + count * Number(factor), 0);
        expect(parseDuration(upper ? text.toUpperCase() : text)).toBe(seconds);
      }),
    );
  });

  test('law: any text is a finite number of seconds or none', () => {
    const text = fc.string({ unit: fc.constantFrom('1', '0', '.', 'h', 'mo', ' ', '+', '-', '*', '/', '(', ')', 'e') });
    fc.assert(
      fc.property(text, (written) => {
        const seconds = parseDuration(written);
        expect(seconds === undefined || Number.isFinite(seconds)).toBe(true);
      }),
    );
  });
});
