import type { ExpressionProgram } from '../core/ruleset';
import { LOOK, MATCH, SAVE, SET, SPLIT } from './instructions';
import { END, isAt, SYMBOLS, type Symbols, type View, WIDE } from './places';
import { ASK, BOTH, SECOND, STRIDE, type Tables, tablesOf } from './tables';

/**
 * A matcher that visits each pair of choice and place at most once, so its time is bounded by program length times text length
 * whatever the text (Cox, "Regular Expression Matching: the Virtual Machine Approach": the memoised backtracker). It takes the same
 * ways in the same order as Python's backtracker, a way that failed once fails again, and captures of a loop are kept as in Python.
 * V8 is faster on ordinary lines; this one runs where V8's time has no bound, or where JavaScript's loops forget captures.
 */
export interface Machine {
  /** Slots of the leftmost match that begins at `from` or later, or only at `from`; `null`: none. The last two are its span. */
  readonly run: (text: string, from: number, anchored: boolean) => readonly number[] | null;
}

interface Run extends Tables, View {
  readonly text: string;
  readonly symbols: Symbols;
  /** A bit for each place and split: whether it was visited. */
  readonly visits: Int32Array;
  readonly slots: Int32Array;
  /** Words of `visits` that a look-around changed and their value before; `null` outside of look-arounds. */
  trail: number[] | null;
}

/** What earlier searches used; one runs at a time. */
const kept = {
  /** Ways still to try: instruction and place; or, as `-1 - slot`, a slot and the value it had. */
  stack: new Int32Array(1 << 12),
  /** Where the stack ends. */
  top: 0,
  visits: new Int32Array(1 << 12),
  symbols: new Uint16Array(1 << 10) as Symbols,
};

function push(target: number, value: number): void {
  const { top } = kept;
  if (top === kept.stack.length) {
    const larger = new Int32Array(2 * top);
    larger.set(kept.stack);
    kept.stack = larger;
  }
  kept.stack[top] = target;
  kept.stack[top + 1] = value;
  kept.top = top + 2;
}

/** The memory of earlier searches, cleared. */
function visitsFor(pairs: number): Int32Array {
  const words = (pairs >>> 5) + 1;
  if (kept.visits.length < words) kept.visits = new Int32Array(words);
  else kept.visits.fill(0, 0, words);
  return kept.visits;
}

function symbolAt(text: string, at: number): number {
  if (at >= text.length) return END;
  const unit = text.charCodeAt(at);
  return unit < END ? unit : WIDE;
}

function symbolsOf(text: string): Symbols {
  const { length } = text;
  if (kept.symbols.length <= length) kept.symbols = new Uint16Array(2 * length + 1);
  const { symbols } = kept;
  for (let at = 0; at <= length; at += 1) symbols[at] = symbolAt(text, at);
  return symbols;
}

function accepts({ classes, symbols, patterns, text }: Run, set: number, at: number): boolean {
  const answer = classes[set * SYMBOLS + (symbols[at] as number)];
  return answer === ASK ? (patterns[set] as RegExp).test(text.charAt(at)) : answer === 1;
}

/** The way a split takes at a place, the other one kept for later; -1: neither can go on, or it was there before. */
function split({ code, ways, symbols, visits, rows, trail }: Run, pc: number, at: number): number {
  const row = code[pc + 4] as number;
  const way = ways[row * SYMBOLS + (symbols[at] as number)] as number;
  if (way === 0) return -1;
  const pair = at * rows + row;
  const word = pair >>> 5;
  const before = visits[word] as number;
  const after = before | (1 << (pair & 31));
  if (before === after) return -1;
  visits[word] = after;
  trail?.push(word, before);
  if (way === BOTH) push(code[pc + 2] as number, at);
  return code[way === SECOND ? pc + 2 : pc + 1] as number;
}

function save(run: Run, slot: number, at: number): void {
  push(-1 - slot, run.slots[slot] as number);
  run.slots[slot] = at;
}

/** Whether a place or a look-around holds. */
function holds(run: Run, pc: number, at: number): boolean {
  if (run.code[pc] === LOOK) return look(run, pc, at);
  return isAt(run.code[pc + 1] as number, run, at);
}

/** Follows one way until it fails (-1) or matches (where it ended). Every loop passes a split, so marking those is enough. */
function walk(run: Run, from: number, start: number): number {
  const { code } = run;
  let pc = from;
  let at = start;
  for (;;) {
    switch (code[pc]) {
      case SET:
        if (!accepts(run, code[pc + 1] as number, at)) return -1;
        at += 1;
        pc = code[pc + 3] as number;
        break;
      case SPLIT:
        pc = split(run, pc, at);
        if (pc < 0) return -1;
        break;
      case SAVE:
        save(run, code[pc + 1] as number, at);
        pc = code[pc + 3] as number;
        break;
      case MATCH:
        return at;
      default:
        if (!holds(run, pc, at)) return -1;
        pc = code[pc + 3] as number;
    }
  }
}

/** Tries all ways kept above `base` until one matches; the others are dropped then. */
function follow(run: Run, base: number): number {
  while (kept.top > base) {
    kept.top -= 2;
    const target = kept.stack[kept.top] as number;
    const value = kept.stack[kept.top + 1] as number;
    if (target < 0) {
      run.slots[-1 - target] = value;
      continue;
    }
    const end = walk(run, target, value);
    if (end < 0) continue;
    kept.top = base;
    return end;
  }
  return -1;
}

function mayHold({ code, ways, symbols }: Run, pc: number, at: number): boolean {
  return ways[(code[pc + 4] as number) * SYMBOLS + (symbols[at] as number)] !== 0;
}

/** What failed in a look-around fails in it for ever; where it held, what it visited is forgotten, since it may hold again. */
function look(run: Run, pc: number, at: number): boolean {
  const start = at - (run.code[pc + 2] as number);
  const negative = run.code[pc + 1] === 1;
  if (start < 0 || !mayHold(run, pc, start)) return negative;
  const outer = run.trail;
  const trail: number[] = [];
  run.trail = trail;
  const base = kept.top;
  push(pc + STRIDE, start);
  const found = follow(run, base) >= 0;
  run.trail = outer;
  if (found) for (let i = trail.length - 2; i >= 0; i -= 2) run.visits[trail[i] as number] = trail[i + 1] as number;
  else outer?.push(...trail);
  return found !== negative;
}

/** Makes a program ready to run. */
export function machineOf(program: ExpressionProgram): Machine {
  const tables = tablesOf(program);
  const slots = 2 * program.names.length;
  return {
    run: (text, from, anchored) => {
      const last = anchored || program.anchored ? from : text.length;
      if (from === last && tables.begins[symbolAt(text, from)] === 0) return null;
      return search(runOver(tables, text, slots), from, last);
    },
  };
}

/** The first match that begins at one of the places from `first` to `last`. */
function search(run: Run, first: number, last: number): readonly number[] | null {
  const { begins, symbols, slots } = run;
  for (let start = first; start <= last; start += 1) {
    if (begins[symbols[start] as number] === 0) continue;
    kept.top = 0;
    push(0, start);
    const end = follow(run, 0);
    if (end >= 0) return [...slots, start, end];
  }
  return null;
}

function runOver(tables: Tables, text: string, slots: number): Run {
  const run: Run = {
    ...tables,
    text,
    length: text.length,
    symbols: symbolsOf(text),
    isWord: (at) => accepts(run, 0, at),
    visits: visitsFor(tables.rows * (text.length + 1)),
    slots: new Int32Array(slots).fill(-1),
    trail: null,
  };
  return run;
}
