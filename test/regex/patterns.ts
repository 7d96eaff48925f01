import fc from 'fast-check';

/** Random Python expressions over a small alphabet, with every construct; some are not valid, which is part of the test. */
const CLASSES = [
  '\\d',
  '\\w',
  '\\s',
  '\\S',
  '\\W',
  '\\D',
  '[ab]',
  '[^a]',
  '[a-c]',
  '[^\\w]',
  '[\\s-]',
  '[]a]',
  '[^]b]',
  '[é-ü]',
  '[^\\n:]',
];
const LITERALS = ['a', 'b', 'c', 'A', 'B', ' ', ':', '\\.', '1', 'é', 'ж', '😀', '\\n', '-', '\\x61', '_', 'ſ', 'K'];
const PLACES = ['^', '$', '\\b', '\\B', '\\A', '\\Z'];
const COUNTS = ['?', '*', '+', '??', '*?', '+?', '{2}', '{1,2}', '{,2}', '{1,}?', '{0,3}?', '*+', '?+', '{2,3}+'];

const leaf = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...LITERALS) },
  { weight: 3, arbitrary: fc.constantFrom(...CLASSES) },
  { weight: 2, arbitrary: fc.constant('.') },
  { weight: 1, arbitrary: fc.constantFrom(...PLACES) },
);

const WRAPS = [
  '(?:%)',
  '(?P<NAME>%)',
  '(?P<NAME>%)',
  '(%)',
  '(?=%)',
  '(?!%)',
  '(?<=%)',
  '(?<!%)',
  '(?>%)',
  '(?i:%)',
  '(?s:%)',
  '(?a:%)',
];

const body = fc.letrec<{ node: string; sequence: string }>((tie) => ({
  sequence: fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map((items) => items.join('')),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 8, arbitrary: leaf },
    { weight: 3, arbitrary: fc.tuple(leaf, fc.constantFrom(...COUNTS)).map(([item, count]) => item + count) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...WRAPS), tie('sequence'), fc.constantFrom('', '', ...COUNTS))
        .map(([wrap, inner, count]) => wrap.replace('%', () => inner) + count),
    },
    { weight: 2, arbitrary: fc.tuple(tie('sequence'), tie('sequence')).map(([a, b]) => `(?:${a}|${b})`) },
    { weight: 1, arbitrary: fc.constantFrom('(?P=g1)', '(?P=g2)', '(?(g1)a|b)', '(?(g2)b)', '(?(g1)|:)') },
  ),
}));

/** An expression; the groups are named g1, g2, ... in their order. */
export const pattern: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '', '', '', '(?i)', '(?m)', '(?s)', '(?a)'),
    fc.constantFrom('', '', '^'),
    body.sequence,
    fc.constantFrom('', '', '$'),
  )
  .map(([flags, start, middle, end]) => {
    let groups = 0;
    return (flags + start + middle + end).replace(/NAME/g, () => {
      groups += 1;
      return `g${groups}`;
    });
  });

const letter = fc.constantFrom(
  'a',
  'b',
  'c',
  'A',
  'B',
  ' ',
  ':',
  '.',
  '1',
  'é',
  'ж',
  'Ж',
  '😀',
  '\n',
  '-',
  '_',
  '\r',
  'ſ',
  's',
  'k',
  '٣',
);

export const subject: fc.Arbitrary<string> = fc
  .tuple(fc.array(letter, { maxLength: 9 }), fc.constantFrom('', '', '\n'))
  .map(([letters, end]) => letters.join('') + end);
