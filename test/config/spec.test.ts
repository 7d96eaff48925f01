import fc from 'fast-check';
import { parseSpec, splitSpecs } from '../../lib/config/spec';

const spec = (text: string) => {
  const parsed = parseSpec(text);
  return parsed.kind === 'spec' ? parsed.spec : parsed.message;
};

describe('name[option=value]', () => {
  test.each([
    ['sshd', { name: 'sshd', options: {} }],
    ['sshd[]', { name: 'sshd', options: {} }],
    ['sshd[mode=aggressive]', { name: 'sshd', options: { mode: 'aggressive' } }],
    [`a[x="1,2]", y='"q"', z=3 ]`, { name: 'a', options: { x: '1,2]', y: '"q"', z: '3' } }],
    ['a[x=1][y="2"] [x=3]', { name: 'a', options: { x: '3', y: '2' } }],
    ['a[x=1,\n  y=2,\n]', { name: 'a', options: { x: '1', y: '2' } }],
    ['a[known/x=1]', "unexpected text at 'known/x=1' in [...]"],
    ['a[x?family=inet6="1"]', { name: 'a', options: { 'x?family=inet6': '1' } }],
    ['a[x="line 1\nline 2"]', { name: 'a', options: { x: 'line 1\nline 2' } }],
    ['a[x = 1]', "unexpected text at 'x = 1' in [...]"],
    ['a[x="1" y=2]', 'unexpected text at \'x="1" y=2\' in [...]'],
    ['a[x=1', "'a[x=1' is not written as name[option=value, ...]"],
    ['', "'' is not written as name[option=value, ...]"],
  ])('%s', (text, wanted) => {
    expect(spec(text)).toEqual(wanted);
  });

  test('law: quoted values come back as written', () => {
    const value = fc.stringMatching(/^[^"\s]([^"]{0,10}[^"\s])?$/);
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,5}$/), value), (options) => {
        const list = Object.entries(options).map(([name, text]) => `${name}="${text}"`);
        expect(spec(`a[${list.join(', ')}]`)).toEqual({ name: 'a', options: { ...options } });
      }),
    );
  });
});

describe('a list of actions', () => {
  test.each([
    ['a\nb[x="1\n2"]\n', ['a', 'b[x="1\n2"]']],
    ['aws-waf, aws-nacl[port="http,https"]', ['aws-waf', 'aws-nacl[port="http,https"]']],
    ['a[x=1] [y=2] b', ['a[x=1] [y=2]', 'b']],
    ['  ', []],
    ['a[x=1', ['a[x=1']],
  ])('%j', (text, wanted) => {
    expect(splitSpecs(text)).toEqual(wanted);
  });
});
