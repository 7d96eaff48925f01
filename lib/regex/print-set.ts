import { type Alphabet, FIRST_WIDE } from './alphabet';
import { complement, contains, intersect, type RangeSet, rememberedOf, union } from './ranges';

const LATIN: RangeSet = [0, FIRST_WIDE - 1];
const LAST_UNIT = 0xffff;
const PLAIN = /^[A-Za-z0-9 _\-:;,=#@/<>!%&~"'`]$/;
const NAMES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };

function hex(code: number): string {
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** One code unit outside of a class. */
function unit(code: number): string {
  const name = NAMES[code];
  if (name) return name;
  if (code < 0x20 || code > 0x7e) return hex(code);
  const character = String.fromCharCode(code);
  return PLAIN.test(character) ? character : `\\${character}`;
}

/** One code unit inside a class. */
function member(code: number): string {
  return code === 0x2d ? '\\-' : unit(code);
}

function members(units: RangeSet): string {
  let text = '';
  for (let i = 0; i + 1 < units.length; i += 2) {
    const from = units[i] as number;
    const to = units[i + 1] as number;
    if (to - from > 1) text += `${member(from)}-${member(to)}`;
    else text += to > from ? member(from) + member(to) : member(from);
  }
  return text;
}

/** The code units of the alphabet that stand for the set; unused units at will. */
function unitsOf(set: RangeSet, { blocks }: Alphabet): RangeSet {
  const used = blocks.filter((block) => contains(set, block.example)).map(({ from, to }) => [from, to]);
  return union(intersect(set, LATIN), ...used);
}

const printers = new WeakMap<Alphabet, (set: RangeSet) => string>();

/** One character of the set, as a JavaScript pattern without flags. */
export function printSet(set: RangeSet, alphabet: Alphabet): string {
  const printer = printers.get(alphabet) ?? rememberedOf((each) => write(each, alphabet));
  printers.set(alphabet, printer);
  return printer(set);
}

function write(set: RangeSet, alphabet: Alphabet): string {
  const units = unitsOf(set, alphabet);
  if (units.length === 2 && units[0] === units[1]) return unit(units[0] as number);
  if (units.length === 0) return '[]';
  if ((units.at(-1) as number) < FIRST_WIDE) return `[${members(units)}]`;
  const rest = unitsOf(complement(set), alphabet);
  if (rest.length === 0) return '[^]';
  const positive = `[${members(units)}]`;
  const negative = `[^${members(intersect(rest, [0, LAST_UNIT]))}]`;
  return negative.length < positive.length ? negative : positive;
}
