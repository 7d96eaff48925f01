import { ConfigurationError, error, type Place } from './problem';

export interface Tags {
  /** The value of `<name>` before its own tags are replaced; undefined: not one of ours, it stays as it is. */
  readonly lookUp: (name: string) => string | undefined;
  /** For messages: where the option stands. */
  readonly placeOf: (name: string) => Place;
}

export type Substitute = (name: string, text: string) => string;

/**
 * Replaces `<tag>` by the option of that name, innermost first, so that `<mdre-<mode>>` and `<lt_<logtype>/prefix>` find
 * what the inner tag makes of them. Tags that are no option (`<HOST>`, `<F-USER>`) stay.
 * The function answers the text of option `name`; results are remembered.
 * @throws ConfigurationError when an option contains itself.
 */
export function substitution({ lookUp, placeOf }: Tags): Substitute {
  const done = new Map<string, string>();
  const expandOption = (name: string, text: string, trail: readonly string[]): string => {
    const known = done.get(name);
    if (known !== undefined) return known;
    let before = text;
    let after = pass(before, [...trail, name]);
    while (after !== before) {
      before = after;
      after = pass(before, [...trail, name]);
    }
    done.set(name, after);
    return after;
  };
  const pass = (text: string, trail: readonly string[]): string =>
    text.replace(/<([^ <>]+)>/g, (whole, tag: string) => {
      const value = lookUp(tag);
      if (value === undefined) return whole;
      if (trail.includes(tag)) return loop(trail, tag);
      return expandOption(tag, value, trail);
    });
  const loop = (trail: readonly string[], tag: string): never => {
    const first = trail[0] ?? tag;
    const names = [...trail, tag].map((each) => `<${each}>`).join(' -> ');
    const hint = 'one of them must not contain the other';
    throw new ConfigurationError([error(placeOf(first), `${first}: substitution loop: ${names}`, hint)]);
  };
  return (name, text) => expandOption(name, text, []);
}
