import { contains } from '../../lib/regex/ranges';
import { children, EMPTY, type Node } from '../../lib/regex/tree';

/** A text that keeps a search busy: `head`, then `pump` over and over, then `tail`. */
export interface Attack {
  readonly head: string;
  readonly pump: string;
  readonly tail: string;
}

/** Characters that other parts of an expression can take, too. */
const FILL = [' ', 'a', '1', '.', ':', '\t', ',', '"', '/', '-', '=', '[', ')', "'", '\x01'];
const PER_LOOP = 4;
/** Loops of fewer rounds are not worth an attack. */
const MANY = 16;
/** What a match must not find at the end, so that every way to share the text is tried; a text that nearly matches comes last. */
const TAILS = ['\n', '\x01\n', '\n\x01'];

/** Attacks on every loop of an expression, made from its tree. */
export function attacksOn(root: Node): readonly Attack[] {
  const found = new Map<string, Attack>();
  const almost = `${sample(root)}\x01\n`;
  const add = (head: string, pump: string): void => {
    if (pump === '') return;
    for (const tail of [...TAILS, almost]) found.set(JSON.stringify([head, pump, tail]), { head, pump, tail });
  };
  walk(root, { head: '', rest: '' }, add);
  add('', sample(root));
  return [...found.values()];
}

/** A text that leads to a node, and one that what follows it matches. */
interface Around {
  readonly head: string;
  readonly rest: string;
}

type Add = (head: string, pump: string) => void;

/** Goes through a tree with the text before each node. */
function walk(node: Node, { head, rest }: Around, add: Add): void {
  if (node.kind === 'sequence') {
    let before = head;
    node.items.forEach((item, index) => {
      walk(
        item,
        {
          head: before,
          rest:
            node.items
              .slice(index + 1, index + 9)
              .map(sample)
              .join('') + rest,
        },
        add,
      );
      before += sample(item);
    });
    return;
  }
  if (node.kind === 'repeat' && node.max > MANY) {
    for (const pump of [...fillings(node.body), sample(node.body) + rest]) add(head, pump);
  }
  for (const child of children(node)) walk(child, { head, rest }, add);
}

function fillings(body: Node): readonly string[] {
  const inner = body.kind === 'group' ? body.body : body;
  if (inner.kind !== 'set') return [sample(inner), ...(inner.kind === 'choice' ? inner.options.map(sample) : [])];
  return FILL.filter((character) => contains(inner.ranges, character.charCodeAt(0))).slice(0, PER_LOOP);
}

/** A short text that the node matches, as far as one can be given without trying. */
export function sample(node: Node): string {
  switch (node.kind) {
    case 'set':
      return sampleOf(node.ranges);
    case 'choice':
      return sample(node.options[0] ?? EMPTY);
    case 'repeat':
      return sample(node.body).repeat(Math.min(Math.max(node.min, 1), 20));
    case 'look':
    case 'at':
      return '';
    default:
      return children(node).map(sample).join('');
  }
}

function sampleOf(ranges: readonly number[]): string {
  const usual = [...'1a 0z:'].find((one) => contains(ranges, one.charCodeAt(0)));
  return usual ?? String.fromCodePoint(ranges[0] ?? 97);
}

/** The attack in a text of so many code units. */
export function textOf({ head, pump, tail }: Attack, length: number): string {
  return head + pump.repeat(Math.max(0, Math.floor((length - head.length - tail.length) / pump.length))) + tail;
}
