import { contains, intersect, type RangeSet, subtract, union } from './ranges';

/**
 * Python's `re.IGNORECASE` for str patterns: the subject's character is lowered (simple lower case, Unicode 14.0.0) and looked
 * up among the lowered characters of the pattern and those that share a lower-case letter's upper case (`\u017f` and `s`).
 * A run: gap to its first letter, twice its length plus (step less one), distance to the lower case; all base 36.
 */
const LOWER_TABLE =
  '1t,1g,w 3j,1a,w o,e,w 14,1d,1 1c,2,-5j 2,7,1 7,h,1 h,1b,1 1a,2,-3d 1,7,1 8,2,5u 1,5,1 4,2,5q 1,2,1 2,4,5p ' +
  '2,2,1 3,2,27 1,2,5m 1,2,5n 1,2,1 2,2,5p 1,2,5r 2,2,5v 1,2,5t 1,2,1 4,2,5v 1,2,5x 2,2,5y 1,7,1 6,2,62 1,2,1 ' +
  '2,2,62 3,2,1 2,2,62 1,2,1 2,4,61 2,5,1 4,2,63 1,2,1 4,2,1 8,2,2 1,2,1 2,2,2 1,2,1 2,2,2 1,j,1 j,j,1 j,2,2 ' +
  '1,5,1 4,2,-2p 1,2,-1k 1,15,1 14,2,-3m 2,j,1 o,2,8bv 1,2,1 2,2,-4j 1,2,8bs 3,2,1 2,2,-5f 1,2,1x 1,2,1z 1,b,1 ' +
  '8a,5,1 6,2,1 9,2,38 7,2,12 2,6,11 4,2,1s 2,4,1r 3,y,w i,i,w 18,2,8 9,p,1 s,2,-1o 3,2,1 2,2,-7 1,2,1 3,6,-3m ' +
  '3,w,28 g,1s,w 28,z,1 16,1j,1 1i,2,f 1,f,1 f,2p,1 2p,24,1c 29b,24,5ls 13,2,5ls 6,2,5ls k3,4g,tzk 28,c,8 ' +
  '1pc,2e,-2bk 19,6,-2bk 8z,47,1 4e,2,-5vj 2,2p,1 2w,g,-8 g,c,-8 g,g,-8 g,g,-8 g,c,-8 h,9,-8 f,g,-8 w,g,-8 g,g,-8 ' +
  'g,g,-8 g,4,-8 2,4,-22 2,2,-9 c,8,-2e 4,2,-9 c,4,-8 2,4,-2s e,4,-8 2,4,-34 2,2,-7 c,4,-3k 2,4,-3i 2,2,-9 ' +
  '8a,2,-5st 4,2,-6gv 1,2,-6di 7,2,s 1a,w,g z,2,1 mr,1g,q 1fu,2o,1c 2o,2,1 2,2,-8af 1,2,-2xy 1,2,-89z 3,7,1 ' +
  '6,2,-8bg 1,2,-8al 1,2,-8bj 1,2,-8bi 2,2,1 3,2,1 9,4,-8cf 2,2t,1 2z,5,1 7,2,1 nym,1b,1 1s,t,1 4i,f,1 g,1r,1 ' +
  '1z,5,1 4,2,-r9g 1,b,1 d,2,1 2,2,-wmg 3,5,1 6,l,1 k,2,-wn8 1,2,-wnj 1,2,-wnf 1,2,-wn5 1,2,-wn8 2,2,-wlu ' +
  '1,2,-wmi 1,2,-wlx 1,2,ps 1,h,1 g,2,-1c 1,2,-wn7 1,2,-raw 1,5,1 9,2,1 6,5,1 v,2,1 h7w,1g,w yn,28,14 4w,20,14 ' +
  '5c,m,13 c,u,13 g,e,13 8,4,13 1d8,2u,1s 2e8,1s,w gww,1s,w o8w,1w,y';

/** Lower-case letters with one upper case (UnicodeData.txt, SpecialCasing.txt). */
const TWINS_TABLE =
  '2x,8h 37,an 51,qk n9,qh,69q pc,6ab q8,6ar qa,r4 qd,s5 qg,r5 qi,s0 qo,ra qp,s1 qq,qr qu,r9 tu,5mo tw,5mp u6,5mq ' +
  'u9,5mr ua,5ms,5mt ui,5mu v7,5mv 5mw,wuj 601,61n 1dl1,1dl2';

interface Letters {
  readonly lower: ReadonlyMap<number, number>;
  readonly uppers: ReadonlyMap<number, readonly number[]>;
  readonly changing: RangeSet;
  readonly twins: ReadonlyMap<number, readonly number[]>;
}

function readLower(): Map<number, number> {
  const lower = new Map<number, number>();
  let start = 0;
  for (const run of LOWER_TABLE.split(' ')) {
    const [gap, shape, distance] = run.split(',').map((digits) => Number.parseInt(digits, 36)) as [
      number,
      number,
      number,
    ];
    start += gap;
    const step = (shape & 1) + 1;
    for (let n = 0; n < shape >> 1; n += 1) lower.set(start + n * step, start + n * step + distance);
  }
  return lower;
}

function readTwins(): Map<number, readonly number[]> {
  const twins = new Map<number, readonly number[]>();
  for (const text of TWINS_TABLE.split(' ')) {
    const letters = text.split(',').map((digits) => Number.parseInt(digits, 36));
    for (const letter of letters) twins.set(letter, letters);
  }
  return twins;
}

let letters: Letters | null = null;

function table(): Letters {
  if (letters) return letters;
  const lower = readLower();
  const uppers = new Map<number, number[]>();
  for (const [upper, small] of lower) uppers.set(small, [...(uppers.get(small) ?? []), upper]);
  const changing = union(...[...lower.keys()].map((code) => [code, code]));
  letters = { lower, uppers, changing, twins: readTwins() };
  return letters;
}

function* codes(set: RangeSet): Generator<number> {
  for (let i = 0; i + 1 < set.length; i += 2) {
    for (let code = set[i] as number; code <= (set[i + 1] as number); code += 1) yield code;
  }
}

const ASCII_UPPER: RangeSet = [0x41, 0x5a];
const ASCII_LOWER: RangeSet = [0x61, 0x7a];

function shift(set: RangeSet, distance: number): RangeSet {
  return set.map((code) => code + distance);
}

function foldAscii(set: RangeSet): RangeSet {
  const lowered = shift(intersect(set, ASCII_UPPER), 32);
  const raised = shift(intersect(set, ASCII_LOWER), -32);
  return union(set, lowered, raised);
}

/** Every character that matches one of `set` under `re.IGNORECASE`; `ascii`: under `re.ASCII` too. */
export function ignoreCase(set: RangeSet, ascii: boolean): RangeSet {
  if (ascii) return foldAscii(set);
  const key = set.join();
  const result = folds.get(key) ?? foldUnicode(set);
  folds.set(key, result);
  return result;
}

const folds = new Map<string, RangeSet>();

function foldUnicode(set: RangeSet): RangeSet {
  const { lower, uppers, changing, twins } = table();
  const wanted: RangeSet[] = [subtract(set, changing)];
  for (const code of codes(intersect(set, changing))) wanted.push(Array<number>(2).fill(lower.get(code) as number));
  const lowered = union(...wanted);
  const twinned = [...twins.entries()].filter(([code]) => contains(lowered, code));
  const all = union(lowered, ...twinned.flatMap(([, same]) => same.map((code) => [code, code])));
  const raised = [...uppers.entries()].filter(([code]) => contains(all, code));
  return union(subtract(all, changing), ...raised.flatMap(([, same]) => same.map((code) => [code, code])));
}
