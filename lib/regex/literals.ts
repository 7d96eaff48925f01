import { count } from './ranges';
import type { Node } from './tree';

/** More texts than this are not kept: a prefilter with many alternatives costs more than it saves. */
const MAX_TEXTS = 24;
/** A text is cut from here on; the rest would only make it rarer. */
const MAX_LENGTH = 64;
/** Shorter texts stand in most lines. */
const SHORT = 3;

/** The texts a node can match, when they are few; and the best set of texts of which each match holds one. */
interface Texts {
  readonly exact: readonly string[] | null;
  readonly required: readonly string[] | null;
}

const UNKNOWN: Texts = { exact: null, required: null };
const NOTHING: Texts = { exact: [''], required: null };

/**
 * Texts of which every match contains at least one, as they stand in the subject; `null`: none could be proven. The choice is the
 * set whose shortest text is longest, then the one with fewer texts.
 */
export function literals(root: Node): readonly string[] | null {
  const { exact, required } = textsOf(root);
  const best = better(required, exact);
  return best ? [...new Set(best)].sort() : null;
}

function textsOf(node: Node): Texts {
  switch (node.kind) {
    case 'set':
      return ofSet(node.ranges);
    case 'sequence':
      return ofSequence(node.items);
    case 'choice':
      return ofChoice(node.options);
    case 'repeat':
      return ofRepeat(textsOf(node.body), node.min, node.max);
    case 'group':
    case 'atomic':
      return textsOf(node.body);
    case 'look':
    case 'at':
      return NOTHING;
    default:
      return UNKNOWN;
  }
}

function ofSet(ranges: readonly number[]): Texts {
  if (count(ranges) > MAX_TEXTS) return UNKNOWN;
  const exact: string[] = [];
  for (let i = 0; i + 1 < ranges.length; i += 2) {
    for (let code = ranges[i] as number; code <= (ranges[i + 1] as number); code += 1)
      exact.push(String.fromCodePoint(code));
  }
  return { exact, required: null };
}

function ofRepeat(body: Texts, min: number, max: number): Texts {
  if (min === 0) return UNKNOWN;
  if (min === 1 && max === 1) return body;
  return { exact: null, required: better(body.required, body.exact) };
}

function ofChoice(options: readonly Node[]): Texts {
  const parts = options.map(textsOf);
  const exact = unique(parts.map((part) => part.exact));
  const sets = parts.map((part) => better(part.required, part.exact));
  const required = unique(sets);
  return { exact, required };
}

/** All texts of all sets, when each is known and they are not too many. */
function unique(sets: readonly (readonly string[] | null)[]): readonly string[] | null {
  const known = sets.filter((set) => set !== null);
  const found = [...new Set(known.flat())];
  return known.length === sets.length && found.length <= MAX_TEXTS ? found : null;
}

/** Follows the items and keeps the texts that run through several of them together. */
function ofSequence(items: readonly Node[]): Texts {
  let best: readonly string[] | null = null;
  let run: readonly string[] = [''];
  let whole = true;
  for (const item of items) {
    const { exact, required } = textsOf(item);
    const joined = exact && join(run, exact);
    best = better(best, required);
    if (joined) {
      run = joined;
      continue;
    }
    best = better(best, run);
    run = exact ?? [''];
    whole = false;
  }
  return { exact: whole ? run : null, required: better(best, run) };
}

function join(before: readonly string[], after: readonly string[]): readonly string[] | null {
  if (before.length * after.length > MAX_TEXTS) return null;
  const joined = before.flatMap((head) => after.map((tail) => head + tail));
  return joined.some((text) => text.length > MAX_LENGTH) ? null : joined;
}

function shortest(texts: readonly string[]): number {
  return Math.min(...texts.map((text) => text.length));
}

/** The more telling of two sets; a set with an empty text says nothing. */
function better(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  const first = a && a.length > 0 && shortest(a) > 0 ? a : null;
  const second = b && b.length > 0 && shortest(b) > 0 ? b : null;
  if (!first || !second) return first ?? second;
  return weight(second) > weight(first) ? second : first;
}

/** One more text costs as much as half a character; texts under three characters count little. */
function weight(texts: readonly string[]): number {
  const length = shortest(texts);
  return (length < SHORT ? length / 8 : Math.min(length, 16)) - texts.length / 2;
}
