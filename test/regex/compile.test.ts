import { alphabetOf } from '../../lib/regex/alphabet';
import { compile, mayBegin } from '../../lib/regex/compile';
import { execWithin } from '../../lib/regex/deadline';
import { RegexDeadlineError } from '../../lib/regex/error';
import { isLinear } from '../../lib/regex/linear';
import { print } from '../../lib/regex/print';
import { exact } from '../../lib/regex/rewrite/unsplittable';
import { translate } from '../../lib/regex/translate';
import { EMPTY } from '../../lib/regex/tree';

/** The search that never uses V8: the limit is below every length. */
function own(source: string, text: string) {
  const expression = translate(source);
  if (!expression.program) throw new Error(`no program: ${source}`);
  const match = compile({ ...expression, limit: -1 }).search(text);
  return match && [text.slice(match.index, match.end), { ...match.groups }];
}

describe('an expression that the linear engine cannot run', () => {
  test('has a program and a limit when our matcher can run it', () => {
    const expression = translate('^a(?!b)(?P<x>.*) from (?P<y>.*)$');
    expect(expression).toMatchObject({ verdict: 'bounded', limit: expect.any(Number), program: expect.anything() });
  });

  test.each([
    ['^(?P<u>(?:(?! from ).)*?) from (?P<h>\\S+)$', 'a b from c', ['a b from c', { u: 'a b', h: 'c' }]],
    ['^(?P<u>(?:(?! from ).)*?) from (?P<h>\\S+)$', 'a from b from c', null],
    ['(?<!x)(?P<n>\\d+)(?=;)', 'x1;22;', ['22', { n: '22' }]],
    ['(?<=x)(?P<n>\\d{1,2}?)(?=;)', '9;x12;', ['12', { n: '12' }]],
    ['\\b\\w+\\b.\\B(?!a)', 'ab  c', ['ab ', {}]],
    ['(?a)\\b(?=a)\\w+\\B(?!d)', 'éabc', ['ab', {}]],
    ['(?!z)a\\Z', 'a\n', null],
    ['(?!z)a\\Z', 'ba', ['a', {}]],
    ['(?!z)a$', 'a\n', ['a', {}]],
    ['(?m)^(?!z)b$', 'a\nb\nc', ['b', {}]],
    ['^(?!z)(?:a{3}|b){2,}?c', 'aaabaaac', ['aaabaaac', {}]],
    ['(?!z)(?P<a>a)?(?P<b>b)??c', 'ac', ['ac', { a: 'a' }]],
    ['(?!z)\\B', '', null],
  ])('%s in %j', (source, text, found) => {
    expect(own(source, text)).toEqual(found);
  });

  test('with a long text that would keep V8 busy for years, ends', () => {
    const text = `${'a '.repeat(400)}!`;
    expect(compile(translate('^(?!x)(?:\\w+ ?)*$')).search(text)).toBeNull();
  });

  test('but can hold no reference: a long search is stopped', () => {
    const expression = translate('^(?P<q>"?)(?:a+)+(?P=q)$');
    expect(expression).toMatchObject({ verdict: 'deadline' });
    const { search } = compile(expression);
    expect(search('"aa"\n')).toMatchObject({ end: 4, groups: { q: '"' } });
    expect(search('a'.repeat(100))).toMatchObject({ end: 100, groups: { q: '' } });
    expect(() => search(`${'a'.repeat(100)}!`)).toThrow(RegexDeadlineError);
  });

  test.each([
    ['captures in a look-around', '(?=(?P<x>a))a'],
    ['an unbounded look-around in a loop', '(?:(?!a+b).)*'],
    ['too many counted rounds', '^(?!b)(?:a{30}){1,99}'],
  ])('%s need a deadline', (_what, source) => {
    expect(translate(source).verdict).toBe('deadline');
  });
});

test('captures that a loop of JavaScript forgets are found by our matcher, also beyond the limit', () => {
  const source = '^(?:(?!end)(?:user=(?P<user>\\w+)|\\w+=\\w*), )*end';
  const text = `user=bob, ${'k=v, '.repeat(300)}end`;
  expect(compile(translate(source)).search(text)?.groups).toEqual({ __proto__: null, user: 'bob' });
  expect(compile(translate(source)).search('a=b, user=x, c=, end')?.groups).toEqual({ __proto__: null, user: 'x' });
  expect(compile(translate('(?:(?P<a>a)|b)+')).search('xab')).toMatchObject({ index: 1, end: 3, groups: { a: 'a' } });
  expect(compile(translate('(?:(?P<a>a)|b)+')).search('x')).toBeNull();
});

describe('nested counted repeats', () => {
  test.each(['(?:[0-9a-f]{1,4}:){1,7}', '\\S{0,50}x', 'x{20,}?y', '(?:(?:ab{2,9}?){2,3}c){2,}'])(
    '%s is written out for the linear engine',
    (source) => {
      expect(translate(source).verdict).toBe('linear');
    },
  );

  test('mean the same written out', () => {
    const { search } = compile(translate('^(?P<x>(?:[ab]{1,4}:){1,7})(?P<y>\\w{2,30}?)c'));
    expect(search('ab:aaaa:bbcc')?.groups).toEqual({ __proto__: null, x: 'ab:aaaa:', y: 'bb' });
  });
});

test('many distinct letters keep their own places', () => {
  const letters = Array.from({ length: 3000 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join('');
  const found = compile(translate('^(?P<all>\\w+)€$')).search(`${letters}€\n`);
  expect(found).toMatchObject({ index: 0, end: 3001, groups: { all: letters } });
});

test('a pattern with a look-ahead is not linear, one without is', () => {
  expect([isLinear('a*'), isLinear('(?=a)'), isLinear('(')]).toEqual([true, false, false]);
});

describe('the first characters', () => {
  const first = (source: string) => translate(source).first;

  test.each([
    ['^(?:ab|[0-9])', 'a5', 'bx:'],
    ['^\\s*x', ' x\t', 'ay'],
    ['\\A(?=y)(?P<a>é|x)', 'éx', 'ya'],
    ['^[^a]', 'b€', 'a'],
    ['(?:^a)+|^b', 'ab', 'c'],
    ['(?>^a)', 'a', 'b'],
  ])('of %s', (source, yes, no) => {
    const set = first(source);
    expect(Array.from(yes).map((text) => mayBegin(set, text))).toEqual(Array.from(yes).map(() => true));
    expect(Array.from(no).map((text) => mayBegin(set, text))).toEqual(Array.from(no).map(() => false));
  });

  test.each(['a', '^a*', 'b|^a', '^', '(?:^a)*b', 'a^'])('of %s are not known', (source) => {
    expect(first(source)).toBeNull();
    expect(mayBegin(first(source), '')).toBe(true);
  });

  test('nothing begins at the end of the text; a place may be given', () => {
    expect([mayBegin(first('^a'), ''), mayBegin(first('^a'), 'ba', 1), mayBegin(first('^a'), 'ba')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('required texts', () => {
  test.each([
    ['^Failed password for (?P<user>.*) from', ['Failed password for ']],
    ['(?:Invalid|Illegal) user', ['Illegal user', 'Invalid user']],
    ['(?i)ab', ['AB', 'Ab', 'aB', 'ab']],
    ['(?:error: )?PAM: .*', ['PAM: ']],
    ['\\d+', null],
    ['(?:abc)+x?', ['abc']],
    ['(?:x|\\d*)', null],
    ['(?P<a>abc)(?P=a)', ['abc']],
    ['(?:ab){1}c(?=d)', ['abc']],
    [`(?:${Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => `${letter}12`).join('|')})`, null],
    ['', null],
    ['[a-z][a-z]', null],
    ['long enough|x\\d+y', ['long enough', 'x']],
  ])('of %s', (source, texts) => {
    expect(translate(source).literals).toEqual(texts);
  });

  test('are cut when they get long', () => {
    expect(translate('a'.repeat(100)).literals).toEqual(['a'.repeat(64)]);
  });
});

describe('a fault of ours is not taken for a fault of the expression or of the line', () => {
  const fault = new Error('fault');
  const raise = () => {
    throw fault;
  };

  test('in a search under the deadline', () => {
    const pattern = Object.assign(/a/, { exec: raise });
    expect(() => execWithin(pattern, 'a', 'a')).toThrow(fault);
  });

  test('while an expression is rewritten', () => {
    expect(() => exact('a', raise)).toThrow(fault);
  });

  test('a conditional that is left when the tree is printed', () => {
    const node = { kind: 'conditional', group: 1, yes: EMPTY, no: EMPTY } as const;
    expect(() => print(node, alphabetOf([]), 'none')).toThrow('specialise the tree first');
  });
});

test('a required text with letters beyond Latin-1 does not keep a long line from being searched', () => {
  const line = `${'a '.repeat(600)}жук 1 end`;
  expect(compile(translate('жук (?P<n>\\d+)(?: \\w+)*$')).search(line)?.groups).toEqual({ __proto__: null, n: '1' });
});

test('a long line without any of the required texts is missed at once', () => {
  const { search } = compile(translate('^(?P<a>.*) from (?P<b>.*) port'));
  expect(search('a'.repeat(5000))).toBeNull();
  expect(search(`${'a'.repeat(5000)} from b port`)?.groups.b).toBe('b');
});
