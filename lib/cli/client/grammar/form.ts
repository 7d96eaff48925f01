import type { OptionSpec } from '../../options';

/** An option: `-c, --config DIR`. */
export interface Option extends OptionSpec {
  /** The values there are, where they can be listed. */
  readonly choices?: readonly string[];
}

/** What follows the words of a form: how many at least, how many at most. */
export interface Operands {
  readonly name: string;
  readonly least: number;
  readonly most: number;
}

/** One thing that can be said. */
export interface Form {
  /** As they are typed; capitals such as `JAIL` stand for a name, a word with dashes for an option that must be given. */
  readonly words: readonly string[];
  readonly operands?: Operands;
  /** Besides those that every form of its kind takes. */
  readonly options?: readonly Option[];
  readonly summary: string;
}

export const some = (name: string): Operands => ({ name, least: 1, most: Number.POSITIVE_INFINITY });
export const any = (name: string): Operands => ({ name, least: 0, most: Number.POSITIVE_INFINITY });
export const perhaps = (name: string): Operands => ({ name, least: 0, most: 1 });
export const one = (name: string): Operands => ({ name, least: 1, most: 1 });

/** `set JAIL banip IP... [--for TIME] [--reason TEXT]` */
export function syntaxOf({ words, operands, options = [] }: Form): string {
  const flags = options.map(({ name, value }) => `[--${name}${value === undefined ? '' : ` ${value}`}]`);
  return [...words, ...(operands ? [operandsOf(operands)] : []), ...flags].join(' ');
}

function operandsOf({ name, least, most }: Operands): string {
  const text = most > 1 ? `${name}...` : name;
  return least === 0 ? `[${text}]` : text;
}
