import type { Expression, FilterRules, Jail } from '../../core/ruleset';
import { type Glue, glueOf } from './glue';
import { type Option, optionsOf } from './pieces';
import { otherSets } from './sets';
import { LEAST_WORTH, passed, worth } from './worth';

/** A text that lines of a jail hold, by the ways to recognise it, the most telling first; never empty. */
export type Need = readonly [Option, ...Option[]];

/** What a jail has to see: the lines of every need. Or everything, and why. */
export type Needs =
  | { readonly kind: 'some'; readonly needs: readonly Need[] }
  | { readonly kind: 'everything'; readonly reason: string };

/**
 * What lines a jail needs: those its failregexes can match, `<F-NOFAIL>` and session lines among them. An ignoreregex
 * only takes away.
 */
export function needsOf(jail: Jail): Needs {
  const all: Need[] = [];
  for (const rules of [jail.rules, jail.journalRules]) {
    const found = rules ? needsOfRules(rules) : { kind: 'some' as const, needs: [] };
    if (found.kind === 'everything') return { ...found, reason: `jail ${jail.name}: ${found.reason}` };
    all.push(...found.needs);
  }
  return { kind: 'some', needs: all };
}

function needsOfRules({ prefregex, failregex, dates, maxlines }: FilterRules): Needs {
  if (maxlines > 1) return everything(`maxlines = ${maxlines} matches lines in sequence`);
  const glue = glueOf(dates);
  const found = failregex.map((expression) => best(expression, glue));
  const missing = found.indexOf(null);
  const body = missing < 0 ? found.flatMap((needs) => needs ?? []) : null;
  // Every line must match prefregex and a failregex: either alone will do.
  const prefix = prefregex && best(prefregex, glue);
  if (prefix && (!body || rate(prefix) < rate(body))) return { kind: 'some', needs: prefix };
  if (body) return { kind: 'some', needs: body };
  return everything(`no text stands in every line that failregex ${missing} matches: ${failregex[missing]?.source}`);
}

const everything = (reason: string): Needs => ({ kind: 'everything', reason });

/** The needs of an expression; `null`: it has no set of texts whose parts all are telling enough. */
function best(expression: Expression, glue: Glue | 'anywhere'): readonly Need[] | null {
  if (!expression.literals) return null;
  const own = allNeeds(expression.literals, glue);
  if (own) return own;
  const others = otherSets(expression).flatMap((texts) => [allNeeds(texts, glue)].filter((needs) => needs !== null));
  return others.length === 0 ? null : others.reduce((one, other) => (rate(other) < rate(one) ? other : one));
}

function allNeeds(texts: readonly string[], glue: Glue | 'anywhere'): readonly Need[] | null {
  const needs: Need[] = [];
  for (const text of texts) {
    const usable = optionsOf(text, glue).filter((option) => option.every((piece) => worth(piece) >= LEAST_WORTH));
    const [first, ...rest] = usable.sort((a, b) => passed(a) - passed(b));
    if (!first) return null;
    needs.push([first, ...rest]);
  }
  return needs;
}

const rate = (needs: readonly Need[]): number => passed([...new Set(needs.flatMap(([option]) => option))]);
