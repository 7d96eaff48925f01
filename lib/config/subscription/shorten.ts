import { minimal } from './alternatives';
import { worth } from './worth';

/**
 * The same texts, each cut to `length` characters at most: to the part that most of the others share, so that texts
 * fall together. A part of a text only lets more through.
 */
export function shortened(texts: readonly string[], length: number): readonly string[] {
  const holders = new Map<string, number>();
  for (const text of texts) {
    for (const part of new Set(partsOf(text, length))) holders.set(part, (holders.get(part) ?? 0) + 1);
  }
  const isBetter = (one: string, other: string) => {
    const [a, b] = [holders.get(one) ?? 0, holders.get(other) ?? 0];
    return a === b ? worth(one) > worth(other) : a > b;
  };
  const best = (one: string, other: string) => (isBetter(other, one) ? other : one);
  return minimal(texts.map((text) => partsOf(text, length).reduce(best)));
}

/** Every part of `length` characters; the text itself when it is no longer. */
function partsOf(text: string, length: number): readonly [string, ...string[]] {
  const first = text.slice(0, length);
  const others = Array.from({ length: Math.max(0, text.length - length) }, (_, at) =>
    text.slice(at + 1, at + 1 + length),
  );
  return [first, ...others];
}
