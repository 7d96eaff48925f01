import type { Expression } from '../core/ruleset';
import { firstTable } from './first-table';

/** Which of several expressions are worth trying on a text, decided character by character. */
export interface Dispatch {
  /** The place of the character to look at next; -1: it is decided. */
  readonly at: number;
  /** By that character, as `characterAt` answers it. */
  readonly next: readonly Dispatch[];
  /** Who may match, in order, when it is decided. */
  readonly worth: readonly number[];
}

type Head = Pick<Expression, 'first' | 'head'>;

const OTHER = 128;
const NOTHING = 129;
const LINE_FEED = 10;
/** Characters looked at behind the first one. */
const DEPTH = 3;

/** @param heads what each expression's match begins with */
export function dispatchOf(heads: readonly Head[]): Dispatch {
  const narrowed = narrowing(heads);
  return { at: 0, next: firstTable(heads.map(({ first }) => first)).map(narrowed), worth: [] };
}

/** Who may match a text that is searched with a line feed behind it. */
export function worthTrying(dispatch: Dispatch, text: string): readonly number[] {
  let node = dispatch;
  while (node.at >= 0) node = node.next[characterAt(text, node.at)] as Dispatch;
  return node.worth;
}

/** The ASCII code at a place, `OTHER` for any other character; behind the line feed that follows the text there is `NOTHING`. */
function characterAt(text: string, at: number): number {
  if (at < text.length) return Math.min(text.charCodeAt(at), OTHER);
  return at === text.length ? LINE_FEED : NOTHING;
}

/** Chooses among candidates by the places that tell most; the same candidates are decided on once. */
function narrowing(heads: readonly Head[]): (all: readonly number[]) => Dispatch {
  const known = new Map<string, Dispatch>();
  const headOf = (index: number) => heads[index]?.head ?? [];
  const narrow = (all: readonly number[], seen: readonly number[]): Dispatch => {
    const name = `${seen} ${all}`;
    const node = known.get(name) ?? split(all, seen);
    known.set(name, node);
    return node;
  };
  const split = (all: readonly number[], seen: readonly number[]): Dispatch => {
    const at = seen.length === DEPTH ? -1 : bestPlace(all.map(headOf), seen);
    if (at < 0) return { at, next: [], worth: all };
    const table = Array.from({ length: NOTHING + 1 }, (_, code) =>
      all.filter((index) => admits(headOf(index), at, code)),
    );
    return { at, next: table.map((some) => narrow(some, [...seen, at])), worth: [] };
  };
  return (all) => narrow(all, []);
}

function admits(head: readonly string[], at: number, code: number): boolean {
  if (at >= head.length) return true;
  const text = head[at];
  return text ? code < OTHER && text.includes(String.fromCharCode(code)) : code !== NOTHING;
}

/** The place, of those not seen yet, where the fewest candidates are left; -1: none tells anything. */
function bestPlace(heads: readonly (readonly string[])[], seen: readonly number[]): number {
  const longest = Math.max(0, ...heads.map(({ length }) => length));
  const first = seen.length === 0;
  let best = -1;
  let least = first ? 2 * heads.length : heads.length;
  // Of places that tell as much the later is better: what begins alike parts later.
  for (let at = longest - 1; at > 0; at--) {
    const left = leftAt(heads, at, first);
    if (left < least && !seen.includes(at)) [best, least] = [at, left];
  }
  return best;
}

/**
 * How many candidates are left when a text begins as one of them, on average; while nothing was looked at, and most texts begin
 * otherwise, also how many are left then.
 */
function leftAt(heads: readonly (readonly string[])[], at: number, first: boolean): number {
  const texts = heads.map((head) => head[at] ?? '');
  const unnamed = texts.filter((text) => text === '').length;
  const leftFor = (sign: string) => texts.filter((text) => text === '' || text.includes(sign)).length;
  const left = texts.map((text) => (text === '' ? unnamed : Math.max(...[...text].map(leftFor))));
  return left.reduce((sum, one) => sum + one, 0) / heads.length + (first ? unnamed : 0);
}
