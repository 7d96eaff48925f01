import type { Random } from '../../../examples/story/random';
import type { Peer } from './tokens';

/** What one connection leaves in the log. */
export interface Trace {
  readonly lines: readonly string[];
  /** Whether one of the lines has to be found; not so where the log itself no longer holds a certain address. */
  readonly certain: boolean;
}

/** A daemon that an attacker talks to, and the filter that reads its log. */
export interface Daemon {
  readonly name: string;
  readonly spec: string;
  /** @param text another hostile text at each call. */
  readonly connection: (peer: Peer, text: () => string, details: Details) => Trace;
}

export interface Details {
  readonly random: Random;
  /** Another number for each connection. */
  readonly number: number;
}

export const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');

/** Syslog's form of a line. */
export const syslog = (tag: string, message: string): string => `Nov 18 12:00:00 gate ${tag}: ${message}`;

/** Every byte that is not printable ASCII, and `also`, through `encode`. */
export const escaped = (text: string, also: string, encode: (byte: number) => string): string =>
  bytesOf(text)
    .toString('latin1')
    .replace(/[^ -~]|["\\]/g, (character) =>
      /[ -~]/.test(character) && !also.includes(character) ? character : encode(character.charCodeAt(0)),
    );
