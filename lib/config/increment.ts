import { evaluate } from '../core/bantime';
import type { BantimeIncrement, Formula } from '../core/ruleset';
import { parseFormula } from './formula';
import { FormulaError } from './formula-tokens';
import type { JailScope } from './jail-scope';
import { booleanOf, optionalSeconds } from './jail-values';

const SAMPLE = { 'ban.Time': 600, 'ban.Count': 1, banFactor: 1 };

/** The `bantime.*` options; `null` unless `bantime.increment` is on. All are checked even then. */
export function incrementOf(jail: JailScope): BantimeIncrement | null {
  const increment = booleanOf(jail, 'bantime.increment');
  const result = {
    factor: factorOf(jail),
    formula: formulaOf(jail, 'bantime.formula'),
    multipliers: multipliersOf(jail),
    maxtime: optionalSeconds(jail, 'bantime.maxtime'),
    rndtime: optionalSeconds(jail, 'bantime.rndtime'),
    overalljails: booleanOf(jail, 'bantime.overalljails'),
  };
  return increment ? result : null;
}

function formulaOf(jail: JailScope, option: string): Formula | null {
  const setting = jail.setting(option);
  if (!setting?.text) return null;
  try {
    const formula = parseFormula(setting.text);
    if (Number.isNaN(evaluate(formula, SAMPLE))) {
      jail.fail(
        setting.place,
        `${option}: is no number for a second ban of ten minutes`,
        'check for a division by zero',
      );
    } else return formula;
  } catch (failure) {
    if (!(failure instanceof FormulaError)) throw failure;
    jail.fail(
      setting.place,
      `${option}: ${failure.message}`,
      'for example ban.Time * (1 << min(ban.Count, 20)) * banFactor',
    );
  }
  return null;
}

/** The factor is an expression as well, of numbers only; it is worked out here. */
function factorOf(jail: JailScope): number {
  const formula = formulaOf(jail, 'bantime.factor');
  const value = formula === null ? 1 : evaluate(formula, SAMPLE);
  const setting = jail.setting('bantime.factor');
  if (setting && (value <= 0 || /ban/i.test(setting.text))) {
    jail.fail(setting.place, `bantime.factor = ${setting.text}`, 'a number above 0, such as 1 or 2.0 / 3');
  }
  return value;
}

function multipliersOf(jail: JailScope): readonly number[] | null {
  const setting = jail.setting('bantime.multipliers');
  if (!setting?.text) return null;
  const words = setting.text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.every((word) => /^\d+$/.test(word))) return words.map(Number);
  jail.fail(
    setting.place,
    `bantime.multipliers = ${setting.text}`,
    'whole numbers with spaces between, such as 1 2 4 8',
  );
  return null;
}
