import { LONGEST_BAN } from './bounds';
import type { BantimeIncrement, Formula, Seconds } from './ruleset';

/** What a formula may name. `ban.Count` is the number of earlier bans that are still remembered. */
export interface FormulaNames {
  readonly 'ban.Time': number;
  readonly 'ban.Count': number;
  readonly banFactor: number;
}

/**
 * The seconds of a ban, known before anything acts on it. A formula that comes to no number counts for nothing, as in fail2ban;
 * no ban that has an end is longer than `LONGEST_BAN`.
 * @param offences earlier bans that count; 0: the first ban, which is never increased.
 * @param random a number in [0, 1) for `bantime.rndtime`, which is added after `bantime.maxtime` as fail2ban does.
 */
export function bantimeFor(
  bantime: Seconds,
  increment: BantimeIncrement | null,
  offences: number,
  random: () => number,
): Seconds {
  if (!increment || bantime < 0 || offences < 1) return bantime;
  const value = grow(bantime, increment, offences);
  if (!Number.isFinite(value)) return bantime;
  const grown = Math.max(bantime, value);
  const capped = increment.maxtime === null ? grown : Math.min(grown, increment.maxtime);
  const whole = increment.rndtime === null ? capped : capped + random() * increment.rndtime;
  return Math.min(whole, LONGEST_BAN);
}

function grow(bantime: Seconds, increment: BantimeIncrement, offences: number): Seconds {
  const { multipliers, factor, formula } = increment;
  if (multipliers && multipliers.length > 0) {
    const multiplier = multipliers[Math.min(offences, multipliers.length - 1)] as number;
    return bantime * factor * multiplier;
  }
  if (!formula) return bantime * 2 ** Math.min(offences, 20) * factor;
  return evaluate(formula, { 'ban.Time': bantime, 'ban.Count': offences, banFactor: factor });
}

const OPERATORS: Readonly<Record<string, (...operands: number[]) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a - b * Math.floor(a / b),
  '**': (a, b) => a ** b,
  '<<': (a, b) => a * 2 ** b,
  '>>': (a, b) => Math.floor(a / 2 ** b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
};

/** The functions a formula may call; `math.` is left out of the name. */
export const FORMULA_FUNCTIONS: Readonly<Record<string, (...operands: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  abs: Math.abs,
  int: Math.trunc,
  float: (value) => value as number,
  round: (value) => Math.round(value as number),
  exp: Math.exp,
  log: (value, base) => (base === undefined ? Math.log(value as number) : Math.log(value as number) / Math.log(base)),
  log2: Math.log2,
  log10: Math.log10,
  sqrt: Math.sqrt,
  pow: Math.pow,
  floor: Math.floor,
  ceil: Math.ceil,
};

/** The operators of the parser's table, so that both sides know the same ones. */
export const FORMULA_OPERATORS: readonly string[] = [...Object.keys(OPERATORS), 'and', 'or'];

/**
 * The value of a parsed `bantime.formula` or `bantime.factor`; NaN where Python would refuse: a division by zero, the root of
 * a negative number, what is too large.
 * @throws when the tree names an operator or function that is not known: the parser lets none through.
 */
export function evaluate(formula: Formula, names: FormulaNames): number {
  switch (formula.kind) {
    case 'number':
      return formula.value;
    case 'name':
      return names[formula.name];
    case 'unary':
      return formula.operator === '-' ? -evaluate(formula.operand, names) : evaluate(formula.operand, names);
    case 'choice':
      return chosen(formula, evaluate(formula.test, names), names);
    case 'binary':
      return binary(formula, names);
    case 'call': {
      const called = FORMULA_FUNCTIONS[formula.name];
      if (!called) throw new Error(`unknown function ${formula.name}`);
      return finite(called, ...formula.operands.map((operand) => evaluate(operand, names)));
    }
  }
}

function chosen({ yes, no }: Extract<Formula, { kind: 'choice' }>, test: number, names: FormulaNames): number {
  if (Number.isNaN(test)) return Number.NaN;
  return evaluate(test === 0 ? no : yes, names);
}

function binary({ operator, left, right }: Extract<Formula, { kind: 'binary' }>, names: FormulaNames): number {
  const first = evaluate(left, names);
  if (operator === 'and' || operator === 'or') {
    const decided = Number.isNaN(first) || (first === 0) === (operator === 'and');
    return decided ? first : evaluate(right, names);
  }
  const operate = OPERATORS[operator];
  if (!operate) throw new Error(`unknown operator ${operator}`);
  return finite(operate, first, evaluate(right, names));
}

/** What came to no number stays none, whatever is done with it. */
function finite(operate: (...operands: number[]) => number, ...operands: number[]): number {
  const value = operands.some(Number.isNaN) ? Number.NaN : operate(...operands);
  return Number.isFinite(value) ? value : Number.NaN;
}
