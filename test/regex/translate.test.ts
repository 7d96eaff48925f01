import { compile } from '../../lib/regex/compile';
import { PythonRegexError } from '../../lib/regex/error';
import { translate } from '../../lib/regex/translate';
import { askPython } from './python';

/** Values below are what CPython 3.11 answers for `re.search(pattern, text)`: span and named groups. */
type Row = readonly [
  pattern: string,
  text: string,
  span: readonly [number, number] | null,
  groups?: Record<string, string>,
];

function search(pattern: string, text: string, options = {}) {
  const match = compile(translate(pattern, options)).search(text);
  return match && { span: [match.index, match.end], groups: { ...match.groups } };
}

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'groups, references and conditions': [
    ['(?P<a>x)(?P<b>y)?', 'x', [0, 1], { a: 'x' }],
    ['(?P<q>["\'])a(?P=q)', '"a"', [0, 3], { q: '"' }],
    ['(["\'])a\\1', '"a\'', null],
    ['(a)?b\\1', 'b', null],
    ['(?P<a>a)?b(?(a)c|d)', 'abc', [0, 3], { a: 'a' }],
    ['(?P<a>a)?b(?(a)c|d)', 'abd', [1, 3]],
    ['^(a)?b(?(1)c)$', 'b', [0, 1]],
    ['^(?P<u>(?P<s>\\S+)|.*?) from(?(s):|!)', 'a b from!', [0, 9], { u: 'a b' }],
    ['^(?P<u>(?P<s>\\S+)|.*?) from(?(s):|!)', 'ab from:', [0, 8], { u: 'ab', s: 'ab' }],
    ['^(?:(?P<x>x))*(?(x)1|2)', 'xx1', [0, 3], { x: 'x' }],
    ['^(?:(?P<x>x))*?(?(x)1|2)', 'xx1', [0, 3], { x: 'x' }],
    ['^(?P<y>(?:(?P<x>x)|y)z)(?(x)1|2)', 'xz1', [0, 3], { x: 'x', y: 'xz' }],
    ['^(?:(?P<x>x)z)??(?(x)1|2)', 'xz1', [0, 3], { x: 'x' }],
    ['^(?P<y>b(?P<x>x)??)(?(x)1|2)', 'bx1', [0, 3], { x: 'x', y: 'bx' }],
    ['^(?P<x>x)?(?:a(?P=x))?', 'a', [0, 0]],
    ['(?!(?P<x>x))(?(x)a|b)', 'b', [0, 1]],
    ['(?=(?P<x>x))(?(x)x|b)', 'x', [0, 1], { x: 'x' }],
    ['^(?>(?P<x>x))(?P=x)', 'xx', [0, 2], { x: 'x' }],
    ['(?:(?P<x>a)|(?:b(?P<y>c)?))(?(y)d|e)', 'bcd', [0, 3], { y: 'c' }],
  ],
  'loops keep what an earlier round captured': [
    ['(?:(?P<a>a)|b)*', 'ab', [0, 2], { a: 'a' }],
    ['(?:(?P<a>a)|(?P<b>b))+c', 'abac', [0, 4], { a: 'a', b: 'b' }],
    ['(?:(?P<a>a)|b){2}', 'ab', [0, 2], { a: 'a' }],
  ],
  'a round that matches nothing': [
    ['(?P<a>x*)?', 'b', [0, 0], { a: '' }],
    ['(?:(?P<a>a*))*', 'aa', [0, 2], { a: '' }],
    ['(?:|a)*', 'a', [0, 0]],
    ['(?:|a)*b', 'aab', [0, 3]],
    ['(?:a*|b)*c', 'abac', [0, 4]],
    ['(?:a??)+b', 'ab', [0, 2]],
  ],
  'repeats and atomic groups': [
    ['a{,2}b', 'aaab', [1, 4]],
    ['a{2,}', 'aaa', [0, 3]],
    ['a{2,3}?', 'aaa', [0, 2]],
    ['a{x}', 'a{x}', [0, 4]],
    ['a{', 'a{', [0, 2]],
    ['a{,}b', 'aab', [0, 3]],
    ['a*+a', 'aaa', null],
    ['a?+b', 'ab', [0, 2]],
    ['(?>a|ab)c', 'abc', null],
    ['(?>ab|a)c', 'abc', [0, 3]],
  ],
  places: [
    ['a$', 'a\n', [0, 1]],
    ['\\s*$', 'a \n', [1, 3]],
    ['(?P<x>.*$)', 'a\n', [0, 1], { x: 'a' }],
    ['a$\\n', 'a\n', [0, 2]],
    ['a\\Z', 'a\n', null],
    ['\\Aa', 'ba', null],
    ['(?m)^b$', 'a\nb\nc', [2, 3]],
    ['\\bb', 'éb b', [3, 4]],
    ['\\Bb', 'éb', [1, 2]],
    ['(?a)\\bb', 'éb', [1, 2]],
    ['(?a)\\Bb', 'ab', [1, 2]],
    ['a\\b', 'a!', [0, 1]],
    ['a\\b', 'aé', null],
    ['(?:a|!)\\b', '!é', [0, 1]],
    ['\\B', '', null],
    ['^\\b', 'a', [0, 0]],
    ['a\\b ', 'a ', [0, 2]],
    ['a\\bb', 'ab', null],
  ],
  'look-around': [
    ['(?<=a)b', 'ab', [1, 2]],
    ['(?<!a)b', 'abb', [2, 3]],
    ['a(?=b)', 'ab', [0, 1]],
    ['a(?!b)', 'abac', [2, 3]],
    ['(?:(?! from ).)*', 'a from b', [0, 1]],
    ['a(?!)', 'a', null],
    ['a(?=)', 'a', [0, 1]],
  ],
  'classes are Unicode, the dot excludes only the line feed': [
    ['\\d+', '٣3', [0, 2]],
    ['\\w+', 'жé_1', [0, 4]],
    ['\\s', '\u0085', [0, 1]],
    ['\\s', '\u001f', [0, 1]],
    ['\\s', '\ufeff', null],
    ['(?a)\\w+', 'éa', [1, 2]],
    ['.+', '\r\u2028\n', [0, 2]],
    ['(?s).+', 'a\nb', [0, 3]],
    ['[]a]+', ']a', [0, 2]],
    ['[^]]', ']b', [1, 2]],
    ['[\\b]', '\b', [0, 1]],
    ['[a-]+', 'a-', [0, 2]],
    ['[\\w-]+', 'a-', [0, 2]],
    ['[\\-a]+', '-a', [0, 2]],
  ],
  'characters beyond U+00FF and U+FFFF': [
    ['^.$', '😀', [0, 2]],
    ['(?P<a>.)(?P<b>.)', '😀x', [0, 3], { a: '😀', b: 'x' }],
    ['😀+', 'a😀😀', [1, 5]],
    ['[а-я]+', 'Жук', [1, 3]],
    ['[^а-я]', 'ж€', [1, 2]],
    ['(?P<w>\\w+)', '€ жук', [2, 5], { w: 'жук' }],
    ['\\u0436\\U0001F600', 'ж😀', [0, 3]],
  ],
  'case is ignored as Python does': [
    ['(?i)k', '\u212a', [0, 1]],
    ['(?i)\u017f', 'S', [0, 1]],
    ['(?i)[a-z]+', 'AbZ', [0, 3]],
    ['(?i)ЖУК', 'жук', [0, 3]],
    ['(?i)[^a]', 'Ab', [1, 2]],
    ['(?ai)k', '\u212aK', [1, 2]],
    ['(?i:a)b', 'Ab', [0, 2]],
    ['(?i:a)b', 'AB', null],
    ['(?i)a(?-i:b)', 'Ab', [0, 2]],
    ['(?i)a(?-i:b)', 'AB', null],
  ],
  'more rounds that match nothing': [
    ['(?:|a|b)*c', 'abac', [0, 4]],
    ['(?:a||)*b', 'aab', [0, 3]],
    ['(?:a|ab||b)*c', 'abbac', [0, 5]],
    ['(?:(?:|a)|(?:|a))*b', 'aab', [0, 3]],
    ['(?P<x>\\S*?)+?.!', 'abcd!', [0, 5], { x: 'c' }],
    ['(?:(?:|a)(?:|b))*c', 'abac', [0, 4]],
    ['(?:(?:|a)b*)*c', 'abbabc', [0, 6]],
    ['(?:(?:|a)|(?:b?)*)*c', 'abc', [0, 3]],
    ['(?:(?:|a)(?:x|y)?)*c', 'axayc', [0, 5]],
    ['(?:|a|ab|ba)*c', 'ababac', [0, 6]],
    ['(?:|(?:(?:ab)*)*)*c', 'ababc', [0, 5]],
    ['(?:|(?:a?b?)*)*c', 'abbac', [0, 5]],
    ['(?:(?:|a)(?:x?y)?)*?c', 'ayc', [0, 3]],
  ],
  'questions about groups, counts of none': [
    ['(?P<a>x)?(?(a)b|c)(?<=c)d', 'cd', [0, 2]],
    ['a{}', 'a{}', [0, 3]],
    ['(a)(?<=\\1)b', 'ab', [0, 2]],
    ['(a)(?:(?=\\1)a)*b', 'aaab', [0, 4]],
    ['(a)?(?(1)b)(?(1)c)', 'abc', [0, 3]],
    ['(a)?(?(1)b)(?(1)c)', 'x', [0, 0]],
    ['^[a-z ]*\\b[a-z ]*x', 'ab cx', [0, 5]],
    ['a{0}b', 'ab', [1, 2]],
    ['(?P<x>a){0}b', 'ab', [1, 2]],
    ['(?:(a)){2}\\1b', 'aaab', [0, 4]],
    ['(?:(?P<x>a|b)){1,2}(?P=x)', 'abb', [0, 3], { x: 'b' }],
    ['(?:(?P<x>a)|b)(?P=x)?c', 'bc', [0, 2]],
  ],
  'escapes, comments and verbose expressions': [
    ['\\x41\\101\\0', 'AA\0', [0, 3]],
    ['\\a\\f\\v\\t\\r\\n', '\x07\f\v\t\r\n', [0, 6]],
    ['a(?#note)b', 'ab', [0, 2]],
    ['(?x) a # note\n b\\ c', 'ab c', [0, 4]],
    ['(?x: a )b c', 'ab c', [0, 4]],
    ['(?u)\\.\\/\\]\\-', './]-', [0, 4]],
    ['[\\x41\\102\\n]+', 'AB\n', [0, 3]],
    ['(?:)', 'a', [0, 0]],
    ['a||b', 'b', [0, 0]],
  ],
};

describe.each(Object.entries(ROWS))('%s', (_title, rows) => {
  test.each(rows.map((row) => ({ row, title: JSON.stringify(row.slice(0, 2)) })))('$title', ({ row }) => {
    const [pattern, text, span, groups = {}] = row;
    expect(search(pattern, text)).toEqual(span && { span, groups });
  });
});

test('the flags re.MULTILINE and re.IGNORECASE can be set from outside', () => {
  expect(search('^B$', 'a\nb', { multiline: true, ignoreCase: true })?.span).toEqual([2, 3]);
});

/** Message and position are CPython's. */
const ERRORS: readonly (readonly [pattern: string, message: string, position: number])[] = [
  ['(', 'missing ), unterminated subpattern', 0],
  [')', 'unbalanced parenthesis', 0],
  ['a**', 'multiple repeat', 2],
  ['*a', 'nothing to repeat', 0],
  ['^*', 'nothing to repeat', 1],
  ['[a', 'unterminated character set', 0],
  ['[a-', 'unterminated character set', 0],
  ['[b-a]', 'bad character range b-a', 1],
  ['[\\w-a]', 'bad character range \\w-a', 1],
  ['\\q', 'bad escape \\q', 0],
  ['[\\q]', 'bad escape \\q', 1],
  ['[\\8]', 'bad escape \\8', 1],
  ['a\\', 'bad escape (end of pattern)', 1],
  ['\\x4', 'incomplete escape \\x4', 0],
  ['\\U00110000', 'bad escape \\U00110000', 0],
  ['\\400', 'octal escape value \\400 outside of range 0-0o377', 0],
  ['[\\400]', 'octal escape value \\400 outside of range 0-0o377', 1],
  ['(a)\\2', 'invalid group reference 2', 4],
  ['(a\\1)', 'cannot refer to an open group', 2],
  ['(?P<a>x)(?P<a>y)', "redefinition of group name 'a' as group 2; was group 1", 12],
  ['(?P<1>x)', "bad character in group name '1'", 4],
  ['(?P<>x)', 'missing group name', 4],
  ['(?P<', 'missing group name', 4],
  ['(?P<a', 'missing >, unterminated name', 4],
  ['(?P=b)', "unknown group name 'b'", 4],
  ['(?P<a>(?P=a))', 'cannot refer to an open group', 10],
  ['(?Px)', 'unknown extension ?Px', 1],
  ['(?P', 'unexpected end of pattern', 3],
  ['(?', 'unexpected end of pattern', 2],
  ['(?<', 'unexpected end of pattern', 3],
  ['(?<x', 'unknown extension ?<x', 1],
  ['(?%)', 'unknown extension ?%', 1],
  ['(?#a', 'missing ), unterminated comment', 0],
  ['(?(a)b)', "unknown group name 'a'", 3],
  ['(?(0)b)', 'bad group number', 3],
  ['(?(-)b)', "bad character in group name '-'", 3],
  ['(?(7)b)', 'invalid group reference 7', 3],
  ['(a)(?(1)b|c|d)', 'conditional backref with more than two branches', 11],
  ['(a)(?(1)b', 'missing ), unterminated subpattern', 3],
  ['a(?i)', 'global flags not at the start of the expression', 1],
  ['(?au)', "bad inline flags: flags 'a', 'u' and 'L' are incompatible", 4],
  ['(?L)', "bad inline flags: cannot use 'L' flag with a str pattern", 3],
  ['(?iz)', 'unknown flag', 3],
  ['(?i', 'missing -, : or )', 3],
  ['(?i%', 'missing -, : or )', 3],
  ['(?-', 'missing flag', 3],
  ['(?-%', 'missing flag', 3],
  ['(?-i', 'missing :', 4],
  ['(?-i%', 'missing :', 4],
  ['(?-a:x)', "bad inline flags: cannot turn off flags 'a', 'u' and 'L'", 4],
  ['(?i-i:x)', 'bad inline flags: flag turned on and off', 5],
  ['(?t:x)', 'bad inline flags: cannot turn on global flag', 3],
  ['(?-t:x)', 'bad inline flags: cannot turn off global flag', 4],
  ['a{3,2}', 'min repeat greater than max repeat', 2],
  ['(?<=(a)\\1)', 'cannot refer to group defined in the same lookbehind subpattern', 9],
  ['(?:a', 'missing ), unterminated subpattern', 0],
  ['(?=a', 'missing ), unterminated subpattern', 0],
  ['(?P<a>x', 'missing ), unterminated subpattern', 0],
  ['(?P>a)', 'unknown extension ?P>', 1],
  ['(x(?<=(?(1)a|b)))', 'cannot refer to an open group', 11],
  ['(?P<a>x(?<=(?(a)a|b)))', 'cannot refer to an open group', 16],
  ['(a)(?(1073741824)a|b)', 'invalid group reference 1073741824', 6],
  ['(a)(?(2000000000)a|b)', 'invalid group reference 2000000000', 6],
  ['(?<=(a)(?(1)b|c))', 'cannot refer to group defined in the same lookbehind subpattern', 12],
];

test.each(ERRORS)('%s is refused: %s', (pattern, message, position) => {
  const refuse = () => translate(pattern);
  expect(refuse).toThrow(PythonRegexError);
  expect(refuse).toThrow(`${message} at position ${position}`);
  expect(refuse).toThrow(expect.objectContaining({ position, source: pattern }));
});

const OWN_ERRORS: readonly (readonly [pattern: string, message: RegExp])[] = [
  ['(?<=a+)b', /look-behind requires fixed-width pattern: write one/],
  ['\\N{DASH}', /\\N\{...\} are not supported: write the character/],
  ['(?i)(a)\\1', /back-reference that ignores case is not supported/],
  ['^(?:(?P<x>x)|y)*(?(x)1|2)', /has no exact JavaScript form: simplify/],
  ['^(?=(?P<x>x)?)(?(x)1|2)', /look-around or an atomic group decides/],
  ['^(?P<y>a*(?P<x>x)?)(?(x)1|2)', /several ways to match/],
  ['(?:(?P<x>a)??|b)*', /rounds may be empty/],
  ['(?:(?P<x>a??)){0,3}c', /rounds may be empty/],
  ['(?:(?P<x>a)|\\b(?=(b))\\2)*', /not every round sets/],
  ['(?:(?P<x>a?)){1,2}(?P=x)', /sets several times/],
  ['(?:|a){0,2}b', /matches nothing before/],
  ['(?:|(?:b?)+)*c', /matches nothing before/],
  ['(?:(?:|a)(?:|b)(?:|c)(?:|d)(?:|e)(?:|f))*', /matches nothing before/],
  ['^(?P<y>(?=(?P<x>x)?))(?(x)1|2)', /look-around or an atomic group decides/],
  ['(?:(?P<x>a)|b){2}(?P=x)', /a round of a repeat may set the group/],
  ['a{4294967295}', /repetition number is too large/],
  ['a{1,4294967295}', /repetition number is too large/],
];

test('the tables above are what CPython answers', () => {
  const rows: readonly Row[] = Object.values(ROWS).flat();
  const answers = askPython(rows.map(([pattern, text]) => ({ pattern, texts: [text] })));
  const spans = rows.map(([, , span, groups = {}]) => ({ results: [span && [...span, groups]] }));
  expect(answers).toEqual(spans);
  const refused = askPython(ERRORS.map(([pattern]) => ({ pattern, texts: [] })));
  expect(refused).toEqual(ERRORS.map(([, message, position]) => expect.objectContaining({ message, position })));
});

test.each(OWN_ERRORS)('%s is refused and the message says what to do', (pattern, message) => {
  expect(() => translate(pattern)).toThrow(message);
});

test('the always true look-behind of <IP6> is dropped', () => {
  const ip6 = '^(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):)) x$';
  const expression = translate(ip6);
  expect(expression.verdict).toBe('linear');
  expect(expression.js).not.toContain('(?<=');
  expect(compile(expression).search('2001:db8::1 x\n')?.groups).toEqual({ __proto__: null, ip6: '2001:db8::1' });
});
