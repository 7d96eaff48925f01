import fc from 'fast-check';
import { substitution } from '../../lib/config/substitute';

function expand(options: Record<string, string>, name = 'x'): string {
  const place = { file: 'filter.d/f.conf', line: 3 };
  const lookUp = (tag: string) => (Object.hasOwn(options, tag) ? options[tag] : undefined);
  return substitution({ lookUp, placeOf: () => place })(name, options[name] ?? '');
}

describe('<tag>', () => {
  test('is the option of that name, with its own tags replaced', () => {
    expect(expand({ x: '^<a>$', a: '<b>-<b>', b: '1' })).toBe('^1-1$');
  });

  test('that no option bears stays: <HOST>, <F-USER>, groups', () => {
    expect(expand({ x: '<HOST> <F-USER>.*</F-USER> (?P<id>x)', a: '1' })).toBe('<HOST> <F-USER>.*</F-USER> (?P<id>x)');
  });

  test('inside a tag is replaced first', () => {
    expect(expand({ x: '<re-<mode>>', mode: 'a', 're-a': '<lt_<type>/p>', type: 'f', 'lt_f/p': 'end' })).toBe('end');
  });

  test('is never taken over white space or a second <', () => {
    expect(expand({ x: '<a b> <a<c> <<a>>', a: '1', 'a b': '2' })).toBe('<a b> <a<c> <1>');
  });
});

describe('loops are mistakes', () => {
  test.each([
    [{ x: '<x>' }, 'x: substitution loop: <x> -> <x>'],
    [{ x: '<a>', a: '<b>', b: '<a>' }, 'x: substitution loop: <x> -> <a> -> <b> -> <a>'],
    [{ x: '<re-<m>>', m: 'a', 're-a': '<x>' }, 'x: substitution loop: <x> -> <re-a> -> <x>'],
  ])('%j', (options, message) => {
    expect(() => expand(options as Record<string, string>)).toThrow(`filter.d/f.conf:3: ${message}`);
  });
});

test('law: it always ends, with a text or a loop, and the text holds no tag that is still an option', () => {
  const text = fc.string({ unit: fc.constantFrom('<', '>', 'a', 'b', 'c', '-', ' '), maxLength: 12 });
  fc.assert(
    fc.property(fc.record({ x: text, a: text, b: text, c: text, 'a-b': text }), (options) => {
      let result: string;
      try {
        result = expand(options);
      } catch (failure) {
        expect(String(failure)).toContain('substitution loop');
        return;
      }
      for (const [, tag = ''] of result.matchAll(/<([^ <>]+)>/g)) expect(options).not.toHaveProperty([tag]);
    }),
    { numRuns: 2000 },
  );
});
