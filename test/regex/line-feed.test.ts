import fc from 'fast-check';
import { compile } from '../../lib/regex/compile';
import { translate } from '../../lib/regex/translate';

const ignores = (source: string) => translate(source).ignoresLastLineFeed === true;

describe('the last line feed plays no part', () => {
  it.each([
    ['^Failed password for (?P<user>.*) from (?P<ip>\\S+) port \\d+$'],
    ['^closed by \\S+\\s*$'],
    ['^a(?: \\[preauth\\])?\\s*$'],
    ['^(?P<user>[^:]*) from \\d+$'],
    ['^x[^a]*b'],
    ['^(?:a|b\\s*)$'],
    ['^\\s*(?:error: )?(?P<content>.+)$'],
    ['^Accepted for \\w+(?:\\s|$)'],
    ['^(?P<a>x)?y(?(a)(?! from )z|\\w)(?:\\s+user=(?P<user>\\S*))?\\s*$'],
  ])('in %s', (source) => {
    expect(ignores(source)).toBe(true);
  });

  it.each([
    ['must be taken', '^a\\s+$'],
    ['must be taken by one of two', '^a(?:\\s|b)$'],
    ['would be captured', '^a(?P<rest>[^"]*)$'],
    ['would be taken by a loop of more than one character', '^a(?:b?\\s)*$'],
    ['can be looked at', '^a(?!\\n)'],
    ['must be taken where a group took part', '^(?P<a>x)?y(?(a)\\s|b)$'],
    ['would be captured at the end', '^a(?P<rest>\\s|$)'],
    ['must be taken once', '^a(?:b?\\s)?$'],
    ['makes a boundary', '^a\\W*\\b$'],
    ['is not the end of the text', '^a\\Z'],
    ['stands for every line', '(?m)^a$'],
  ])('not where it %s: %s', (_, source) => {
    expect(ignores(source)).toBe(false);
  });
});

describe('where it is said to play none', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    ' ',
    '\\s',
    '\\S',
    '.',
    '[^a]',
    '\\W',
    '\\d',
    '(?P<g>[^b]*)',
    '(?:a|\\s)',
    '(?:\\s|$)',
    '(?:\\s+b)',
    '(?:\\s*(?:b)?)',
    '(?! b)',
    '(?=[^b])',
    '(?=b|$)',
    '(?(g)a|\\s*)',
    '(?(g)b|$)',
    '$',
  );
  const piece = fc.tuple(atom, fc.constantFrom('', '', '*', '?', '+', '*?', '{0,2}')).map(([one, count]) => {
    return one === '$' || one.startsWith('(?=') || one.startsWith('(?!') ? one : `${one}${count}`;
  });
  const source = fc
    .array(piece, { minLength: 1, maxLength: 6 })
    .map((pieces) => `^${pieces.join('')}$`)
    .filter(
      (text) => text.split('?P<g>').length === (text.includes('?(g)') ? 2 : Math.min(2, text.split('?P<g>').length)),
    )
    .filter((text) => !text.includes('?(g)') || text.indexOf('?P<g>') < text.indexOf('?(g)'));
  const subject = fc
    .string({ unit: fc.constantFrom('a', 'b', ' ', '1', '\n', '\t', '-'), maxLength: 6 })
    .filter((text) => !text.endsWith('\n'));

  it('an expression finds and captures the same with and without it', () => {
    let proven = 0;
    fc.assert(
      fc.property(source, subject, (text, line) => {
        const expression = translate(text);
        if (!expression.ignoresLastLineFeed) return;
        proven += 1;
        const { search } = compile(expression);
        expect(search(line)?.groups).toEqual(search(`${line}\n`)?.groups);
      }),
      { numRuns: Number(process.env.LINE_FEED_CASES ?? 3000) },
    );
    expect(proven).toBeGreaterThan(200);
  });
});
