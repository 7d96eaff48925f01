import type { Expression } from '../core/ruleset';
import type { Groups, Hit, Pattern } from './pattern';

/** A group whose text completes another one's: `alt_user_1` completes `user`. */
export interface Completion {
  readonly from: string;
  readonly to: string;
}

/** Reads the named groups of one expression's hits, with `<F-ALT_...>` and `<F-TUPLE_...>` folded in. */
export type ReadGroups = (hit: Hit) => Groups;

/** `<F-ID>` and `<F-PORT>` are captured under names of their own. */
const MAPPED: Readonly<Record<string, string>> = { id: 'fid', port: 'fport' };

export function groupsReader(pattern: Pattern, { groups }: Pick<Expression, 'groups'>): ReadGroups {
  const names = Object.keys(groups);
  const alternatives = completions(names, 'alt_');
  const tuples = completions(names, 'tuple_');
  if (alternatives.length === 0 && tuples.length === 0) return pattern.groups;
  return (hit) => {
    const read = pattern.groups(hit);
    for (const { from, to } of alternatives) {
      const text = read[from];
      if (text && !read[to]) read[to] = text;
    }
    combine(read, tuples);
    return read;
  };
}

/** In the order of the group names, as fail2ban looks at them. */
export function completions(names: readonly string[], prefix: string): readonly Completion[] {
  const taken = names.filter((name) => name.startsWith(prefix));
  return taken.sort().map((from) => {
    const name = from.slice(prefix.length).replace(/_\d+$/, '');
    return { from, to: MAPPED[name] ?? name };
  });
}

/** The parts of a tuple become one text, written as Python writes a tuple, so that equal tuples are equal texts. */
function combine(read: Groups, tuples: readonly Completion[]): void {
  const parts = new Map<string, (string | undefined)[]>();
  for (const { from, to } of tuples) {
    const known = parts.get(to) ?? [read[to]];
    parts.set(to, [...known, read[from]]);
  }
  for (const [name, texts] of parts) read[name] = `(${texts.map(pythonText).join(', ')})`;
}

/** A text as Python's `repr` quotes it. */
export function pythonText(text: string | undefined): string {
  if (text === undefined) return 'None';
  const escaped = text.replace(/\\/g, '\\\\');
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replace(/'/g, "\\'")}'`;
}
