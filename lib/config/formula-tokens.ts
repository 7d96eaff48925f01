/** A piece of a formula's text, and where it begins. */
export interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly position: number;
}

/** The formula cannot be read; `message` says why, in words for an administrator. */
export class FormulaError extends Error {}

const TOKEN =
  /\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|([a-z_][\w.]*)|(\*\*|\/\/|<<|>>|[<>=!]=|[-+*/%<>(),]))\s*/iy;

/** @throws FormulaError at the first character that belongs to no number, name or operator. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let position = 0; position < text.length; position = TOKEN.lastIndex) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (!match) throw new FormulaError(`unexpected '${text.slice(position).trim().slice(0, 20)}'`);
    const [, number, name, sign = ''] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, position });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, position });
    else tokens.push({ kind: 'sign', text: sign, position });
  }
  return [...tokens, { kind: 'end', text: 'the end', position: text.length }];
}
