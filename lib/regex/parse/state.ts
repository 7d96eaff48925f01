import type { RangeSet } from '../ranges';
import type { Node } from '../tree';
import type { Reader } from './reader';

/** The flags that hold at one place of the pattern. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

/** What the parser knows of the pattern so far; changed while it reads. */
export interface State {
  readonly reader: Reader;
  /** The flags of the whole expression: given from outside, and `(?i)` at its start. */
  flags: Flags;
  /** Group name to number. */
  readonly names: Map<string, number>;
  /** By group number; index 0 is the whole match. `null` while the group is open. */
  readonly widths: (Width | null)[];
  /** Inside a look-behind: groups from this number on were opened in it. */
  lookbehind: number | null;
  /** Numbers used in `(?(n)...)`, with the place of the first use. */
  readonly conditions: Map<number, number>;
}

/** The least and greatest number of characters a node can match. */
export interface Width {
  readonly min: number;
  readonly max: number;
}

/** An item as it was written, before it becomes a node: what the repeat signs need to know. */
export interface Item {
  readonly node: Node;
  readonly kind: 'plain' | 'place' | 'repeat';
}

export interface EscapeCode {
  readonly ranges: RangeSet;
  /** The code point when the escape stands for one character. */
  readonly code: number | null;
}
