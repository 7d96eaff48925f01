import type { Expression, FirstSet } from '../core/ruleset';
import { enableFallback } from './linear';
import { isWide, type Subject, subjectOf } from './subject';

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
   * @throws RegexDeadlineError
   */
  readonly search: (text: string) => SearchResult | null;
}

/** Prepares an expression for searching. V8 compiles the pattern when it is first used. */
export function compile(expression: Expression): CompiledExpression {
  enableFallback();
  const pattern = new RegExp(expression.js);
  const names = Object.entries(expression.groups);
  const search = (text: string): SearchResult | null => {
    if (isWide(text)) return searchWide(expression, pattern, names, text);
    const match = pattern.exec(text);
    return match && { index: match.index, end: endOf(expression, match), groups: groupsOf(names, match) };
  };
  return { expression, search };
}

type Names = readonly (readonly [string, readonly number[]])[];

function endOf({ tails }: Expression, match: RegExpExecArray): number {
  const end = match.index + match[0].length;
  return tails?.some((capture) => match[capture] !== undefined) ? end - 1 : end;
}

function groupsOf(names: Names, match: RegExpExecArray): Record<string, string> {
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

function searchWide(expression: Expression, pattern: RegExp, names: Names, text: string): SearchResult | null {
  const subject: Subject = subjectOf(text, expression.alphabet);
  const match = pattern.exec(subject.text);
  if (!match) return null;
  const groups = groupsOf(names, match);
  for (const name of Object.keys(groups)) groups[name] = subject.original(groups[name] as string);
  const end = endOf(expression, match);
  return {
    index: subject.original(subject.text.slice(0, match.index)).length,
    end: subject.original(subject.text.slice(0, end)).length,
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
