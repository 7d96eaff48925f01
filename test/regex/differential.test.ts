import fc from 'fast-check';
import { type CompiledExpression, compile } from '../../lib/regex/compile';
import { PythonRegexError } from '../../lib/regex/error';
import { translate } from '../../lib/regex/translate';
import { pattern, subject } from './patterns';
import { type Answer, askPython, type Request, type Span } from './python';

/** Expressions to compare; `REGEX_CASES=200000` for the long run, `REGEX_SEED` for another selection. */
const CASES = Number(process.env.REGEX_CASES ?? 500);
const SEED = Number(process.env.REGEX_SEED ?? 20261120);
const BATCH = 5000;

interface Tally {
  compared: number;
  refused: number;
  unsupported: number;
  readonly wrong: unknown[];
}

function ours(source: string): ReturnType<typeof compile> | PythonRegexError {
  try {
    return compile(translate(source));
  } catch (error) {
    if (error instanceof PythonRegexError) return error;
    throw new Error(`${source}: ${String(error)}`);
  }
}

function found(search: (text: string) => { index: number; end: number; groups: object } | null, text: string): unknown {
  const match = search(text);
  return match && [match.index, match.end, Object.fromEntries(Object.entries(match.groups).sort())];
}

function expected(span: Span): unknown {
  return span && [span[0], span[1], Object.fromEntries(Object.entries(span[2]).sort())];
}

/** As it is, and by our own matcher alone where there is a program. */
function both(compiled: CompiledExpression): readonly CompiledExpression[] {
  const { expression } = compiled;
  return expression.program ? [compiled, compile({ ...expression, limit: -1 })] : [compiled];
}

function compare(request: Request, answer: Answer, tally: Tally): void {
  const compiled = ours(request.pattern);
  if ('error' in answer) {
    tally.refused += 1;
    if (!(compiled instanceof PythonRegexError)) tally.wrong.push({ pattern: request.pattern, python: answer.error });
    return;
  }
  if (compiled instanceof PythonRegexError) {
    if (/exact JavaScript form|ignores case/.test(compiled.message)) tally.unsupported += 1;
    else tally.wrong.push({ pattern: request.pattern, ours: compiled.message });
    return;
  }
  request.texts.forEach((text, index) => {
    const want = JSON.stringify(expected(answer.results[index] as Span));
    for (const { expression, search } of both(compiled)) {
      const got = JSON.stringify(found(search, text));
      const { js, limit } = expression;
      tally.compared += 1;
      if (got !== want) tally.wrong.push({ pattern: request.pattern, text, python: want, ours: got, js, limit });
    }
  });
}

test('random expressions find in random texts what Python finds', () => {
  const tally: Tally = { compared: 0, refused: 0, unsupported: 0, wrong: [] };
  const request = fc.record({ pattern, texts: fc.array(subject, { minLength: 6, maxLength: 6 }) });
  for (let start = 0; start < CASES; start += BATCH) {
    const requests = fc.sample(request, { numRuns: Math.min(BATCH, CASES - start), seed: SEED + start });
    const answers = askPython(requests);
    requests.forEach((each, index) => {
      compare(each, answers[index] as Answer, tally);
    });
  }
  if (process.env.REGEX_CASES) process.stderr.write(`${JSON.stringify({ ...tally, wrong: tally.wrong.length })}\n`);
  expect(tally.wrong.slice(0, 10)).toEqual([]);
  expect(tally.compared).toBeGreaterThan(CASES);
  expect(tally.unsupported).toBeLessThan(CASES / 10);
});
