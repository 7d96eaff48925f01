import { FORMULA_FUNCTIONS } from '../core/bantime';
import type { Formula } from '../core/ruleset';
import { FormulaError, type Token, tokenize } from './formula-tokens';

interface Reader {
  readonly tokens: readonly Token[];
  position: number;
}

/** Binary operators from the loosest to the tightest; all of one row bind alike, from the left. */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%'],
];

const NAMES = ['ban.Time', 'ban.Count', 'banFactor'] as const;

/** How deep parentheses and operators may nest: an expression a person wrote never comes near. */
const MAX_DEPTH = 60;

/**
 * Reads a `bantime.formula` or `bantime.factor`: numbers, `ban.Time`, `ban.Count`, `banFactor`, Python's arithmetic and
 * comparison, `a if test else b`, and calls of `min`, `max`, `int`, `float`, `math.exp` and their like. Nothing is evaluated.
 * @throws FormulaError when the text is anything else.
 */
export function parseFormula(text: string): Formula {
  const reader = { tokens: tokenize(text), position: 0 };
  const formula = choice(reader, 0);
  const rest = peek(reader);
  if (rest.kind !== 'end') throw new FormulaError(`unexpected '${rest.text}'`);
  return formula;
}

const peek = ({ tokens, position }: Reader): Token => tokens[position] as Token;

function take(reader: Reader, ...texts: readonly string[]): string | undefined {
  const token = peek(reader);
  if (token.kind === 'number' || token.kind === 'end' || !texts.includes(token.text)) return undefined;
  reader.position++;
  return token.text;
}

function expect(reader: Reader, text: string): void {
  if (take(reader, text) === undefined) throw new FormulaError(`'${text}' is missing before '${peek(reader).text}'`);
}

function choice(reader: Reader, depth: number): Formula {
  if (depth > MAX_DEPTH) throw new FormulaError('nested too deeply');
  const yes = binary(reader, 0, depth);
  if (take(reader, 'if') === undefined) return yes;
  const test = binary(reader, 0, depth);
  expect(reader, 'else');
  return { kind: 'choice', test, yes, no: choice(reader, depth + 1) };
}

function binary(reader: Reader, level: number, depth: number): Formula {
  const operators = LEVELS[level];
  if (!operators) return unary(reader, depth);
  let left = binary(reader, level + 1, depth);
  for (let found = take(reader, ...operators); found !== undefined; found = take(reader, ...operators)) {
    left = { kind: 'binary', operator: found, left, right: binary(reader, level + 1, depth) };
    if (operators.includes('<') && operators.includes(peek(reader).text)) {
      throw new FormulaError("comparisons cannot be chained, write 'a < b and b < c'");
    }
  }
  return left;
}

function unary(reader: Reader, depth: number): Formula {
  if (depth > MAX_DEPTH) throw new FormulaError('nested too deeply');
  const operator = take(reader, '-', '+');
  if (operator === '-' || operator === '+') return { kind: 'unary', operator, operand: unary(reader, depth + 1) };
  return power(reader, depth);
}

/** `**` binds tighter than a sign on its left, looser than one on its right, and from the right. */
function power(reader: Reader, depth: number): Formula {
  const base = operand(reader, depth);
  if (take(reader, '**') === undefined) return base;
  return { kind: 'binary', operator: '**', left: base, right: unary(reader, depth + 1) };
}

function operand(reader: Reader, depth: number): Formula {
  const token = peek(reader);
  reader.position += token.kind === 'end' ? 0 : 1;
  if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
  if (token.kind === 'name') return named(reader, token.text, depth);
  if (token.text !== '(') throw new FormulaError(`a number or a name is missing before '${token.text}'`);
  const inner = choice(reader, depth + 1);
  expect(reader, ')');
  return inner;
}

function named(reader: Reader, name: string, depth: number): Formula {
  if (take(reader, '(') !== undefined) return call(reader, name, depth);
  const variable = NAMES.find((each) => each === name);
  if (variable !== undefined) return { kind: 'name', name: variable };
  const constant = { 'math.pi': Math.PI, 'math.e': Math.E }[name];
  if (constant !== undefined) return { kind: 'number', value: constant };
  throw new FormulaError(`unknown name '${name}', it may use ${NAMES.join(', ')}`);
}

function call(reader: Reader, name: string, depth: number): Formula {
  const known = name.replace(/^math\./, '');
  if (!Object.hasOwn(FORMULA_FUNCTIONS, known)) throw new FormulaError(`unknown function '${name}'`);
  const operands = [choice(reader, depth + 1)];
  while (take(reader, ',') !== undefined) operands.push(choice(reader, depth + 1));
  expect(reader, ')');
  return { kind: 'call', name: known, operands };
}
