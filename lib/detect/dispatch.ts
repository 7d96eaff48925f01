import type { Choice } from '../core/choice';
import type { Expression, FilterRules } from '../core/ruleset';
import { firstOf, firstTable, NOTHING } from './first-table';

/** Which of several expressions are worth trying on a text, decided character by character. */
export interface Dispatch {
  /** The place of the character to look at next; -1: it is decided. */
  readonly at: number;
  /** By that character, as `characterAt` answers it. */
  readonly next: readonly Dispatch[];
  /** Who may match, in order, when it is decided. */
  readonly worth: readonly number[];
}

const LINE_FEED = 10;
const NOBODY: readonly number[] = [];
const NOWHERE: readonly Dispatch[] = [];

/** @param choices of these very expressions; without them the first character alone decides */
export function dispatchOf(
  expressions: readonly Pick<Expression, 'first'>[],
  choices: FilterRules['choices'] = {},
): Dispatch {
  const known = new Map<string, Dispatch>();
  const next = firstTable(expressions.map(({ first }) => first)).map((worth) => {
    const name = worth.join();
    const node = known.get(name) ?? nodeOf(choices[name] ?? worth);
    known.set(name, node);
    return node;
  });
  return { at: 0, next, worth: NOBODY };
}

/** Who may match a text that is searched with a line feed behind it. */
export function worthTrying(dispatch: Dispatch, text: string): readonly number[] {
  let node = dispatch;
  while (node.at >= 0) node = node.next[characterAt(text, node.at)] as Dispatch;
  return node.worth;
}

/** As `firstOf`, of the text with the line feed that follows it. */
const characterAt = (text: string, at: number): number => (at === text.length ? LINE_FEED : firstOf(text, at));

function nodeOf(choice: Choice): Dispatch {
  if (!('place' in choice)) return { at: -1, next: NOWHERE, worth: choice };
  const { place, by, other, short } = choice;
  const next = new Array<Dispatch>(NOTHING + 1).fill(nodeOf(other));
  for (const sign in by) next[sign.charCodeAt(0)] = nodeOf(by[sign] as Choice);
  next[NOTHING] = nodeOf(short);
  return { at: place, next, worth: NOBODY };
}
