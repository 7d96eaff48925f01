import type { ExpressionProgram } from '../core/ruleset';
import { AT, JUMP, LOOK, MATCH, PLACES, SET, SPLIT } from './instructions';

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

const LATIN = 256;

/** Whether a code unit belongs to a class: a table for Latin-1, the class itself for the rest. */
interface Test {
  readonly latin: Uint8Array;
  readonly pattern: RegExp;
}

function testOf(js: string): Test {
  const pattern = new RegExp(js);
  return {
    pattern,
    latin: Uint8Array.from({ length: LATIN }, (_, code) => Number(pattern.test(String.fromCharCode(code)))),
  };
}

function holds({ latin, pattern }: Test, code: number): boolean {
  return code < LATIN ? latin[code] === 1 : pattern.test(String.fromCharCode(code));
}

/** Which pairs of split and place were visited: bits for a whole text, a set for a look-around, which visits few. */
type Visits = Uint32Array | Set<number>;

let kept = new Uint32Array(1 << 12);

function bitsFor(pairs: number): Uint32Array {
  const words = (pairs >>> 5) + 1;
  if (kept.length < words) kept = new Uint32Array(words);
  else kept.fill(0, 0, words);
  return kept;
}

/** Marks a pair; `false` when it was marked before. */
function mark(visits: Visits, pair: number): boolean {
  if (visits instanceof Set) return visits.size < visits.add(pair).size;
  const word = pair >>> 5;
  const before = visits[word] as number;
  visits[word] = before | (1 << (pair & 31));
  return visits[word] !== before;
}

/** A program made ready: four numbers an instruction (the last of a split is its number), a test for each class. */
interface Ready {
  readonly flat: Int32Array;
  readonly splits: number;
  readonly tests: readonly Test[];
}

interface Run extends Ready {
  readonly text: string;
  readonly visits: Visits;
  readonly slots: number[];
  /** Ways still to try: instruction and place; or, as `-1 - slot`, a slot and the value it had. */
  readonly stack: number[];
}

function look(run: Run, pc: number, at: number): boolean {
  const { flat } = run;
  const start = at - (flat[4 * pc + 2] as number);
  const inner: Run = { ...run, visits: new Set(), slots: [], stack: [pc + 1, start] };
  const found = start >= 0 && follow(inner) >= 0;
  return found !== (flat[4 * pc + 1] === 1);
}

function zeroWidth(run: Run, pc: number, at: number): boolean {
  const operand = run.flat[4 * pc + 1] as number;
  if (run.flat[4 * pc] === LOOK) return look(run, pc, at);
  if (run.flat[4 * pc] === AT) return isAt(operand, run.text, at, run.tests[0] as Test);
  run.stack.push(-1 - operand, run.slots[operand] ?? -1);
  run.slots[operand] = at;
  return true;
}

/** Follows one way until it fails (-1) or matches (where it ended). Every loop passes a split, so marking those is enough. */
function walk(run: Run, from: number, start: number): number {
  const { flat, visits, stack, splits } = run;
  let pc = from;
  let at = start;
  for (;;) {
    switch (flat[4 * pc]) {
      case MATCH:
        return at;
      case SET:
        if (!accepts(run, flat[4 * pc + 1] as number, at)) return -1;
        at += 1;
        pc += 1;
        break;
      case SPLIT:
        if (!mark(visits, at * splits + (flat[4 * pc + 3] as number))) return -1;
        stack.push(flat[4 * pc + 2] as number, at);
        pc = flat[4 * pc + 1] as number;
        break;
      case JUMP:
        pc = flat[4 * pc + 1] as number;
        break;
      default:
        if (!zeroWidth(run, pc, at)) return -1;
        pc = flat[4 * pc + 3] as number;
    }
  }
}

function accepts({ tests, text }: Run, set: number, at: number): boolean {
  return at < text.length && holds(tests[set] as Test, text.charCodeAt(at));
}

function follow(run: Run): number {
  while (run.stack.length > 0) {
    const value = run.stack.pop() as number;
    const target = run.stack.pop() as number;
    if (target < 0) {
      run.slots[-1 - target] = value;
      continue;
    }
    const end = walk(run, target, value);
    if (end >= 0) return end;
  }
  return -1;
}

function ready({ code, sets }: ExpressionProgram): Ready {
  let splits = 0;
  const flat = code.flatMap(([operation = 0, a = 0, b = 0, c], pc) => {
    if (operation !== SPLIT) return [operation, a, b, c ?? pc + 1];
    splits += 1;
    return [operation, a, b, splits - 1];
  });
  return { flat: Int32Array.from(flat), splits, tests: sets.map(testOf) };
}

/** Makes a program ready to run. */
export function machineOf(program: ExpressionProgram): Machine {
  const prepared = ready(program);
  return {
    run: (text, from, anchored) => {
      const visits = bitsFor(prepared.splits * (text.length + 1));
      const slots = new Array<number>(2 * program.names.length).fill(-1);
      const last = anchored || program.anchored ? from : text.length;
      for (let start = from; start <= last; start += 1) {
        const end = follow({ ...prepared, text, visits, slots, stack: [0, start] });
        if (end >= 0) return [...slots, start, end];
      }
      return null;
    },
  };
}

function isAsciiWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

function isBoundary(text: string, at: number, isWord: (code: number) => boolean): boolean {
  const before = at > 0 && isWord(text.charCodeAt(at - 1));
  const after = at < text.length && isWord(text.charCodeAt(at));
  return before !== after;
}

function isAt(place: number, text: string, at: number, word: Test): boolean {
  switch (PLACES[place]) {
    case 'start':
      return at === 0;
    case 'line-start':
      return at === 0 || text[at - 1] === '\n';
    case 'line-end':
      return at === text.length || text[at] === '\n';
    case 'very-end':
      return at === text.length;
    case 'boundary':
      return isBoundary(text, at, (code) => holds(word, code));
    case 'not-boundary':
      return text.length > 0 && !isBoundary(text, at, (code) => holds(word, code));
    case 'ascii-boundary':
      return isBoundary(text, at, isAsciiWord);
    case 'not-ascii-boundary':
      return text.length > 0 && !isBoundary(text, at, isAsciiWord);
    default:
      return at === text.length || (at === text.length - 1 && text[at] === '\n');
  }
}
