import type { ExpressionProgram } from '../core/ruleset';
import type { Alphabet } from './alphabet';
import { nullable } from './analysis';
import { anchored } from './first';
import { AT, JUMP, LOOK, MATCH, PLACES, SAVE, SET, SPLIT } from './instructions';
import { widthOf } from './parse/width';
import { printSet } from './print-set';
import { captures, type Look, type Node, type Repeat, some } from './tree';
import { WORD } from './unicode';

/** A longer program would take too much memory with a long line: a bit for each instruction and character. */
const MAX_CODE = 2000;

interface Assembly {
  readonly alphabet: Alphabet;
  readonly code: number[][];
  readonly sets: string[];
  /** Python's group number to its slot. */
  readonly slots: ReadonlyMap<number, number>;
  /** The tree holds something that the machine does not do. */
  unsupported: boolean;
}

/**
 * Assembles the tree for the machine; `null` when it holds a reference, captures in a look-around, a loop around a look-around
 * without bound, or counts so much that the program gets too long.
 */
export function assemble(root: Node, alphabet: Alphabet, names: ReadonlyMap<string, number>): ExpressionProgram | null {
  const slots = new Map([...names.values()].map((number, index) => [number, index]));
  const sets = [printSet(WORD, alphabet)];
  const assembly: Assembly = { alphabet, code: [], sets, slots, unsupported: false };
  emit(assembly, root);
  push(assembly, [MATCH]);
  if (assembly.unsupported || assembly.code.length > MAX_CODE) return null;
  return { code: assembly.code, sets, names: [...names.keys()], forgets: false, anchored: anchored(root) };
}

function push({ code }: Assembly, instruction: number[]): number {
  code.push(instruction);
  return code.length - 1;
}

function patch({ code }: Assembly, index: number, operand: number, target = code.length): void {
  (code[index] as number[])[operand] = target;
}

function emit(assembly: Assembly, node: Node): void {
  if (assembly.unsupported || assembly.code.length > MAX_CODE) return;
  switch (node.kind) {
    case 'set':
      push(assembly, [SET, setNumber(assembly, printSet(node.ranges, assembly.alphabet))]);
      return;
    case 'sequence':
      for (const item of node.items) emit(assembly, item);
      return;
    case 'choice':
      emitChoice(assembly, node.options);
      return;
    case 'repeat':
      emitRepeat(assembly, node);
      return;
    case 'group':
      emitGroup(assembly, node.number, node.body);
      return;
    case 'look':
      emitLook(assembly, node);
      return;
    case 'at':
      push(assembly, [AT, PLACES.indexOf(node.at)]);
      return;
    default:
      assembly.unsupported = true;
  }
}

function setNumber({ sets }: Assembly, js: string): number {
  const found = sets.indexOf(js);
  return found >= 0 ? found : sets.push(js) - 1;
}

function emitChoice(assembly: Assembly, options: readonly Node[]): void {
  const jumps: number[] = [];
  options.forEach((option, index) => {
    const last = index === options.length - 1;
    const split = last ? -1 : push(assembly, [SPLIT, assembly.code.length + 1, 0]);
    emit(assembly, option);
    if (last) return;
    jumps.push(push(assembly, [JUMP, 0]));
    patch(assembly, split, 2);
  });
  for (const jump of jumps) patch(assembly, jump, 1);
}

function emitGroup(assembly: Assembly, number: number, body: Node): void {
  const slot = assembly.slots.get(number);
  if (slot !== undefined) push(assembly, [SAVE, 2 * slot]);
  emit(assembly, body);
  if (slot !== undefined) push(assembly, [SAVE, 2 * slot + 1]);
}

function emitRepeat(assembly: Assembly, node: Repeat): void {
  const { body, min, max, lazy } = node;
  if (!canRepeat(node)) {
    assembly.unsupported = true;
    return;
  }
  for (let round = 0; round < min; round += 1) emit(assembly, body);
  if (Number.isFinite(max)) {
    const splits: number[] = [];
    for (let round = min; round < max; round += 1) {
      splits.push(emitSplit(assembly, lazy));
      emit(assembly, body);
    }
    for (const split of splits) patch(assembly, split, lazy ? 1 : 2);
    return;
  }
  const split = emitSplit(assembly, lazy);
  emit(assembly, body);
  push(assembly, [JUMP, split]);
  patch(assembly, split, lazy ? 1 : 2);
}

/**
 * Whether the machine finds what Python does. In a lazy loop whose rounds may be empty Python begins a round again where it just
 * began one, and captures another piece; the machine refuses to be twice at one place. A look-around of any length costs too much
 * in a loop.
 */
function canRepeat({ body, min, max, lazy }: Repeat): boolean {
  if (Number.isFinite(max)) return max <= MAX_CODE;
  if (min > MAX_CODE || (lazy && nullable(body) && captures(body))) return false;
  return !some(body, (node) => node.kind === 'look' && !Number.isFinite(widthOf(node.body, []).max));
}

/** A split whose way into the body is the next instruction; the other way is patched later. */
function emitSplit(assembly: Assembly, lazy: boolean): number {
  const next = assembly.code.length + 1;
  return push(assembly, lazy ? [SPLIT, 0, next] : [SPLIT, next, 0]);
}

function emitLook(assembly: Assembly, { body, ahead, negative }: Look): void {
  if (captures(body)) assembly.unsupported = true;
  const look = push(assembly, [LOOK, negative ? 1 : 0, ahead ? 0 : widthOf(body, []).min, 0]);
  emit(assembly, body);
  push(assembly, [MATCH]);
  patch(assembly, look, 3);
}
