import { PythonRegexError } from '../error';

/** No form that is exact in JavaScript is known for a part of the expression. */
export class Unsplittable extends Error {
  override readonly name = 'Unsplittable';
}

/**
 * What `make` returns.
 * @throws PythonRegexError for the expression `source` where `make` finds it `Unsplittable`
 */
export function exact<T>(source: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Unsplittable)) throw error;
    const advice = 'it has no exact JavaScript form: simplify it or split it into several expressions';
    throw new PythonRegexError(`${error.message}; ${advice}`, 0, source);
  }
}
