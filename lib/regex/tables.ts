import type { ExpressionProgram } from '../core/ruleset';
import { JUMP, LOOK, MATCH, SET, SPLIT } from './instructions';
import { END, SYMBOLS, WIDE } from './places';

/** Numbers an instruction takes: operation, two operands, the instruction after it, the row of `ways` it has. No jumps are left. */
export const STRIDE = 5;
/** Answer of a class: only the class itself knows. */
export const ASK = 2;
/** What a split may do: only its first way, only its second, both. */
const FIRST = 1;
export const SECOND = 2;
export const BOTH = 3;

/** A program made ready to run. */
export interface Tables {
  /** Targets are indexes into `code`. */
  readonly code: Int32Array;
  /** Splits and look-arounds, which have a row each in `ways`; a split has a bit for each place of the text, too. */
  readonly rows: number;
  /** By class and symbol: 0, 1 or `ASK`. */
  readonly classes: Uint8Array;
  readonly patterns: readonly RegExp[];
  /** By row and symbol: which ways can go on with that symbol; for a look-around, whether its body can begin (`FIRST`). */
  readonly ways: Uint8Array;
  /** By symbol: whether a match can begin with it. */
  readonly begins: Uint8Array;
}

export function tablesOf({ code, sets }: ExpressionProgram): Tables {
  const { flat, rows } = flatten(code);
  const patterns = sets.map((js) => new RegExp(js));
  const classes = new Uint8Array(sets.length * SYMBOLS);
  patterns.forEach((pattern, index) => {
    const row = index * SYMBOLS;
    for (let unit = 0; unit < END; unit += 1) classes[row + unit] = Number(pattern.test(String.fromCharCode(unit)));
    classes[row + WIDE] = ASK;
  });
  const ways = new Uint8Array(rows * SYMBOLS);
  for (let pc = 0; pc < flat.length; pc += STRIDE) {
    const row = (flat[pc + 4] as number) * SYMBOLS;
    const reach = { flat, classes, into: ways.subarray(row, row + SYMBOLS) };
    if (flat[pc] === LOOK) addFirsts(reach, pc + STRIDE, FIRST);
    if (flat[pc] !== SPLIT) continue;
    addFirsts(reach, flat[pc + 1] as number, FIRST);
    addFirsts(reach, flat[pc + 2] as number, SECOND);
  }
  const begins = new Uint8Array(SYMBOLS);
  addFirsts({ flat, classes, into: begins }, 0, FIRST);
  return { code: flat, rows, classes, patterns, ways, begins };
}

function flatten(code: ExpressionProgram['code']): { flat: Int32Array; rows: number } {
  const flat = new Int32Array(code.length * STRIDE);
  const target = (index: number): number => {
    const [operation, to = 0] = code[index] ?? [];
    return operation === JUMP ? target(to) : index * STRIDE;
  };
  let rows = 0;
  code.forEach(([operation, a = 0, b = 0, c = 0], index) => {
    const isSplit = operation === SPLIT;
    const next = target(operation === LOOK ? c : index + 1);
    flat.set([operation as number, isSplit ? target(a) : a, isSplit ? target(b) : b, next, rows], index * STRIDE);
    if (isSplit || operation === LOOK) rows += 1;
  });
  return { flat, rows };
}

const EVERY = new Uint8Array(SYMBOLS).fill(1);

interface Reach {
  readonly flat: Int32Array;
  readonly classes: Uint8Array;
  /** Gets a bit for each symbol that can come next. */
  readonly into: Uint8Array;
}

/** Marks every symbol with which the program can go on from an instruction; places and look-arounds are taken to hold. */
function addFirsts({ flat, classes, into }: Reach, from: number, bit: number): void {
  const open = new Set([from]);
  const taken = new Set<number>();
  for (const pc of open) {
    if (flat[pc] === SET) taken.add(flat[pc + 1] as number);
    else for (const next of nextOf(flat, pc)) open.add(next);
  }
  if ([...open].some((pc) => flat[pc] === MATCH)) addClass(into, EVERY, bit);
  for (const set of taken) addClass(into, classes.subarray(set * SYMBOLS), bit);
}

function addClass(into: Uint8Array, members: Uint8Array, bit: number): void {
  for (let symbol = 0; symbol < SYMBOLS; symbol += 1) {
    if (members[symbol] !== 0) into[symbol] = (into[symbol] as number) | bit;
  }
}

/** Where the program goes on without taking a symbol. */
function nextOf(flat: Int32Array, pc: number): readonly number[] {
  if (flat[pc] === MATCH) return [];
  return flat[pc] === SPLIT ? [flat[pc + 1] as number, flat[pc + 2] as number] : [flat[pc + 3] as number];
}
