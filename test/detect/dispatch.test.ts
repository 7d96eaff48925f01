import fc from 'fast-check';
import { choicesOf } from '../../lib/detect/choices';
import { dispatchOf, worthTrying } from '../../lib/detect/dispatch';
import { compile } from '../../lib/regex/compile';
import { translate } from '../../lib/regex/translate';

function tried(sources: readonly string[], text: string): readonly number[] {
  const expressions = sources.map((source) => translate(source));
  return worthTrying(dispatchOf(expressions, choicesOf(expressions)), text);
}

describe('which expressions are worth trying on a text', () => {
  const sources = [
    '^Failed \\S+',
    '^Failed publickey',
    '^Disconnecting: ',
    '^Disconnected from',
    'anywhere',
    '^[ \\n]',
  ];

  it.each<[string, readonly number[]]>([
    ['Failed password for root', [0, 4]],
    ['Failed publickey for root', [0, 1, 4]],
    ['Disconnecting: Too many', [2, 4]],
    ['Disconnected from 192.0.2.1', [3, 4]],
    ['Did not receive', [4]],
    ['Fail', [4]],
    ['CRON[1]: session opened', [4]],
    ['été', [4]],
  ])('%s', (text, indices) => {
    expect(tried(sources, text)).toEqual(indices);
  });

  it('is told of an empty text by the line feed behind it', () => {
    expect(tried(sources, '')).toEqual([4, 5]);
    expect(tried(['^a\\s', '^a\\sb'], 'a')).toEqual([0]);
  });

  it('keeps their order, and takes all that look alike', () => {
    expect(tried(['^ab', '^ab', 'x', '^ab'], 'abc')).toEqual([0, 1, 2, 3]);
  });

  const word = fc.array(fc.constantFrom('a', 'b', '[ab]', '(?:a|bb)', '(?:ab)?', '\\s', '\\w', '.', 'é', '$'), {
    minLength: 1,
    maxLength: 6,
  });
  const source = fc.tuple(fc.constantFrom('^', '^', '^', ''), word).map(([start, parts]) => start + parts.join(''));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '\n', '😀'), maxLength: 7 });

  it('never leaves out one that matches', () => {
    let left = 0;
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 8 }), text, (all, line) => {
        const worth = tried(all, line);
        for (const [index, one] of all.entries()) {
          if (worth.includes(index)) continue;
          left += 1;
          expect([one, compile(translate(one)).search(`${line}\n`)]).toEqual([one, null]);
        }
      }),
      { numRuns: 3000 },
    );
    expect(left).toBeGreaterThan(3000);
  });
});
