import type { LogEvents } from '../../core/record';
import { shortId } from '../../core/short-id';

const NUMBERS = 3;
/** Characters of text an event takes, about: as many places are made ready, and more when they are needed. */
const EVENT = 200;
const AFTER_ID = '","timestamp":'.length;
const BEFORE_MESSAGE = ',"message":"'.length;
const COLON = 58;

/**
 * Events that are places in a text, and made of it when they are asked for. A class: V8 compiles its methods once, and
 * functions made anew for every delivery again and again.
 */
export class ScannedEvents implements LogEvents {
  readonly #text: string;
  #places: Int32Array<ArrayBuffer>;
  #length = 0;

  constructor(text: string) {
    this.#text = text;
    this.#places = new Int32Array(NUMBERS * (1 + Math.ceil(text.length / EVENT)));
  }

  get length(): number {
    return this.#length;
  }

  /**
   * Adds an event `<id>","timestamp":<digits>,"message":"<message>"`.
   * @param id where its id begins
   * @param from where its message begins
   * @param to where the message's closing quote stands
   * @param escaped whether the message has escapes in it
   */
  add(id: number, from: number, to: number, escaped: boolean): void {
    const at = NUMBERS * this.#length;
    if (at === this.#places.length) this.#places = doubled(this.#places);
    const places = this.#places;
    places[at] = id;
    places[at + 1] = from;
    // Its sign says whether there are escapes.
    places[at + 2] = escaped ? -to : to;
    this.#length += 1;
  }

  timestamp(index: number): number {
    const text = this.#text;
    return numberAt(text, digitsBefore(text, this.#places[NUMBERS * index + 1] as number));
  }

  message(index: number): string {
    const from = this.#places[NUMBERS * index + 1] as number;
    return this.#text.slice(from, Math.abs(this.#places[NUMBERS * index + 2] as number));
  }

  escaped(index: number): boolean {
    return (this.#places[NUMBERS * index + 2] as number) < 0;
  }

  id(index: number): string {
    return this.#text.slice(this.#idFrom(index), this.#idTo(index));
  }

  shortId(index: number): string {
    return shortId(this.#text, this.#idFrom(index), this.#idTo(index));
  }

  #idFrom(index: number): number {
    return this.#places[NUMBERS * index] as number;
  }

  #idTo(index: number): number {
    return digitsBefore(this.#text, this.#places[NUMBERS * index + 1] as number) - AFTER_ID;
  }
}

function doubled(places: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(2 * places.length);
  more.set(places);
  return more;
}

/** Where the digits of the timestamp begin, before the message at `from`. */
function digitsBefore(text: string, from: number): number {
  // From 2001 to 2286 there are thirteen of them.
  let at = from - BEFORE_MESSAGE - 13;
  if (text.charCodeAt(at - 1) === COLON) return at;
  at = from - BEFORE_MESSAGE;
  while (text.charCodeAt(at - 1) !== COLON) at -= 1;
  return at;
}

/** The number whose digits begin at `from`. */
function numberAt(text: string, from: number): number {
  let value = 0;
  for (let at = from; ; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return value;
    value = value * 10 + digit;
  }
}
