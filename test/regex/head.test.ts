import fc from 'fast-check';
import { compile } from '../../lib/regex/compile';
import { PythonRegexError } from '../../lib/regex/error';
import { translate } from '../../lib/regex/translate';
import { pattern, subject } from './patterns';

describe('what a match begins with', () => {
  it.each<[string, string, readonly string[]]>([
    ['characters', '^Failed \\S+', [...'Failed ']],
    ['choices, as long as the shortest', '^(?:closed|reset) by', ['cr', 'el', 'os', 'es', 'et', ' d', ' b', 'by']],
    [
      'what may be left out, and what follows it',
      '^(?:fatal: )?Connect',
      [...['Cf', 'ao', 'nt', 'an', 'el', ':c', ' t']],
    ],
    ['either case', '^[iI]n', ['Ii', 'n']],
    ['places where much may stand, before one that tells', '^[0-9]{2}:x', ['', '', ':', 'x']],
    ['every round of a loop', '^(?:ab){2,}c', [...'abab', 'ac']],
    ['what follows a place or a look', '^(?=a)\\b(?!x)ab', ['a', 'b']],
    ['nothing in an expression that may begin elsewhere', 'abc', []],
    ['nothing behind a group that is repeated', '^(?P<x>[^\\n]{1,2})(?P=x)a', []],
    ['nothing behind a character that may be two units long', '^a.b', ['a']],
    ['nothing where case is folded beyond ASCII', '^(?i:sk)a', ['', '', 'a']],
    ['either branch of a condition', '^(?P<x>a)?(?(x)b|c)d', ['ac', 'bd']],
    ['what matches nothing', '^[^\\s\\S]a', ['', 'a']],
    ['no more than tells something', '^a'.concat('b'.repeat(40)), [...`a${'b'.repeat(23)}`]],
  ])('knows %s: %s', (_, source, head) => {
    expect(translate(source).head).toEqual(head);
  });

  it('is in every match', () => {
    let known = 0;
    fc.assert(
      fc.property(pattern, fc.array(subject, { minLength: 12, maxLength: 12 }), (source, texts) => {
        const expression = translated(source.replace(/^(\(\?[imsa]\))?\^?/, '$1^'));
        if (!expression?.head.length) return;
        const { search } = compile(expression);
        for (const text of texts.filter(search)) {
          known += 1;
          expect([source, text, differing(expression.head, text)]).toEqual([source, text, []]);
        }
      }),
      { numRuns: 5000 },
    );
    expect(known).toBeGreaterThan(100);
  });
});

/** Places of a head where the text has another character, or none. */
const differing = (head: readonly string[], text: string): readonly number[] =>
  [...head.keys()].filter((place) => place >= text.length || !(head[place] || text).includes(text.charAt(place)));

function translated(source: string) {
  try {
    return translate(source);
  } catch (error) {
    if (error instanceof PythonRegexError) return undefined;
    throw error;
  }
}
