import { resolveFilter } from '../../lib/config/filter';
import { openTree } from '../../lib/config/tree';
import type { Expression } from '../../lib/core/ruleset';
import { compile } from '../../lib/regex/compile';
import { parse } from '../../lib/regex/parse/parse';
import { type Attack, attacksOn, textOf } from './attacks';

/** An expression and whether its `^` and `$` are those of lines. */
export interface Source {
  readonly source: string;
  readonly multiline: boolean;
}

/** What a line made to be slow costs, in milliseconds of CPU. */
export interface Cost {
  readonly source: string;
  readonly attack: Attack;
  readonly short: number;
  readonly long: number;
}

const KIB = 1024;
const FINALISTS = 3;
const NO_FLAGS = { ignoreCase: false, dotAll: false, verbose: false, ascii: false };

/** Every expression of every filter in its usual and its aggressive mode; `shipped`: of the filters the project ships. */
export function expressionsOf(folder: string): readonly Source[] {
  const tree = openTree(folder === 'shipped' ? undefined : folder);
  const names = tree.list('filter.d').flatMap((file) => /^(.+)\.conf$/.exec(file)?.[1] ?? []);
  const found = new Map<string, Source>();
  for (const name of names.flatMap((each) => [each, `${each}[mode=aggressive]`])) {
    const { prefregex, failregex, ignoreregex, maxlines } = resolveFilter(tree, name).rules;
    const add = (multiline: boolean) => (each: Expression) => {
      found.set(`${multiline}${each.source}`, { source: each.source, multiline });
    };
    failregex.forEach(add(maxlines > 1));
    [...(prefregex ? [prefregex] : []), ...ignoreregex].forEach(add(false));
  }
  return [...found.values()];
}

export function attacksFor({ source, multiline }: Source): readonly Attack[] {
  return attacksOn(parse(source, { ...NO_FLAGS, multiline }).root);
}

/** The slowest attack on an expression: all are tried at 16 KiB, the slowest few again, and at 64 KiB. */
export function slowest(expression: Expression, attacks: readonly Attack[]): Cost | undefined {
  const { search } = compile(expression);
  const time = (attack: Attack, length: number): number => {
    const text = textOf(attack, length);
    const start = process.cpuUsage();
    search(text);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const best = (attack: Attack, length: number): number => Math.min(...[1, 2, 3].map(() => time(attack, length)));
  return attacks
    .map((attack) => ({ attack, short: time(attack, 16 * KIB) }))
    .sort((a, b) => b.short - a.short)
    .slice(0, FINALISTS)
    .map(({ attack }) => ({
      source: expression.source,
      attack,
      short: best(attack, 16 * KIB),
      long: best(attack, 64 * KIB),
    }))
    .sort((a, b) => b.long - a.long)[0];
}
