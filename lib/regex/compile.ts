import type { Expression, ExpressionProgram, FirstSet } from '../core/ruleset';
import { execWithin } from './deadline';
import { enableFallback } from './linear';
import { type Machine, machineOf } from './machine';
import { isWide, subjectOf } from './subject';

/** Where a match stands, in UTF-16 code units of the text, and what its named groups captured. */
export interface SearchResult {
  readonly index: number;
  readonly end: number;
  /** Only groups that took part; without prototype, since the names come from the configuration. */
  readonly groups: Readonly<Record<string, string>>;
}

export interface CompiledExpression {
  readonly expression: Expression;
  /**
   * What `re.search(expression.source, text)` finds, for the very text that is given: a caller that wants what fail2ban sees passes
   * the line with its line feed. `null`: no match.
   * @throws RegexDeadlineError for a `deadline` expression on a long text
   */
  readonly search: (text: string) => SearchResult | null;
}

type Search = (text: string) => SearchResult | null;

/** Prepares an expression for searching. Its pattern is made when it is first used. */
export function compile(expression: Expression): CompiledExpression {
  enableFallback();
  const search = searchOf(expression);
  return {
    expression,
    search: (text) => (isWide(text) ? searchWide(expression, search, text) : search(text)),
  };
}

/** The way to search a text that is written over the expression's alphabet. */
function searchOf(expression: Expression): Search {
  const { program, limit = Number.POSITIVE_INFINITY } = expression;
  const v8 = searchV8(expression, limit);
  if (!program) return v8;
  const own = searchOwn(program);
  const worth = required(expression);
  return (text) => {
    if (text.length > limit) return worth(text) ? own(text, 0, false) : null;
    const found = v8(text);
    return found && program.forgets ? own(text, found.index, true) : found;
  };
}

type SearchFrom = (text: string, from: number, anchored: boolean) => SearchResult | null;

/** The tables are made when they are first needed: few expressions ever meet a long text. */
function searchOwn(program: ExpressionProgram): SearchFrom {
  let machine: Machine | null = null;
  return (text, from, anchored) => {
    machine ??= machineOf(program);
    return fromSlots(program.names, text, machine.run(text, from, anchored));
  };
}

/** Whether a text holds one of the texts each match contains. Wide ones are written differently there and say nothing. */
function required({ literals }: Expression): (text: string) => boolean {
  if (!literals || literals.some(isWide)) return () => true;
  return (text) => literals.some((one) => text.includes(one));
}

function searchV8(expression: Expression, limit: number): Search {
  const { js, source, verdict } = expression;
  const names = Object.entries(expression.groups);
  let pattern: RegExp | null = null;
  return (text) => {
    pattern ??= new RegExp(js);
    const inBounds = verdict === 'linear' || text.length <= limit;
    const match = inBounds ? pattern.exec(text) : execWithin(pattern, text, source);
    return match && { index: match.index, end: endOf(expression, match), groups: groupsOf(names, match) };
  };
}

function fromSlots(names: readonly string[], text: string, slots: readonly number[] | null): SearchResult | null {
  if (!slots) return null;
  const groups: Record<string, string> = Object.create(null);
  names.forEach((name, slot) => {
    const start = slots[2 * slot] as number;
    if (start >= 0) groups[name] = text.slice(start, slots[2 * slot + 1]);
  });
  return { index: slots[2 * names.length] as number, end: slots[2 * names.length + 1] as number, groups };
}

function endOf({ tails }: Expression, match: RegExpExecArray): number {
  const end = match.index + match[0].length;
  return tails?.some((capture) => match[capture] !== undefined) ? end - 1 : end;
}

function groupsOf(
  names: readonly (readonly [string, readonly number[]])[],
  match: RegExpExecArray,
): Record<string, string> {
  const groups: Record<string, string> = Object.create(null);
  for (const [name, captures] of names) {
    for (const capture of captures) {
      const text = match[capture];
      if (text === undefined) continue;
      groups[name] = text;
      break;
    }
  }
  return groups;
}

function searchWide(expression: Expression, search: Search, text: string): SearchResult | null {
  const subject = subjectOf(text, expression.alphabet);
  const found = search(subject.text);
  if (!found) return null;
  const groups: Record<string, string> = Object.create(null);
  for (const [name, piece] of Object.entries(found.groups)) groups[name] = subject.original(piece);
  return {
    index: subject.original(subject.text.slice(0, found.index)).length,
    end: subject.original(subject.text.slice(0, found.end)).length,
    groups,
  };
}

/** Whether a match of an expression with this first set can begin at `at`; `null` says nothing and lets everything pass. */
export function mayBegin(first: FirstSet | null, text: string, at = 0): boolean {
  if (!first) return true;
  const code = text.charCodeAt(at);
  if (Number.isNaN(code)) return false;
  if (code > 0x7f) return first.other;
  const digit = Number.parseInt(first.ascii.charAt(code >> 2), 16);
  return ((digit >> (3 - (code & 3))) & 1) === 1;
}
