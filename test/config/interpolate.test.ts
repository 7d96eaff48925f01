import fc from 'fast-check';
import { optionOf } from '../../lib/config/interpolate';
import type { Layers } from '../../lib/config/layers';
import { readLayers } from '../../lib/config/layers';
import { treeOf } from './trees';

const layersOf = (files: Record<string, string> | string): Layers =>
  readLayers(treeOf(typeof files === 'string' ? { 'jail.conf': files } : files), 'jail') as Layers;

const value = (files: Record<string, string> | string, option = 'x', section = 'a') =>
  optionOf({ layers: layersOf(files), section }, option);

describe('%(name)s', () => {
  test('is another option of the section, else of [DEFAULT], interpolated itself', () => {
    expect(value('[DEFAULT]\nb = [%(c)s]\nc = 1\n[a]\nx = <%(b)s>\nc = 2')).toBe('<[2]>');
  });

  test('names are not case-sensitive; %% is a percent sign', () => {
    expect(value('[a]\nB = 1\nx = %(b)s%(B)s%%Y')).toBe('11%Y');
  });

  test('%(__name__)s is the section', () => {
    expect(value('[DEFAULT]\nx = %(__name__)s[mode=m]\n[a]')).toBe('a[mode=m]');
  });

  test('%(section/x)s comes from that section, else from [DEFAULT], and is interpolated here', () => {
    const text = '[DEFAULT]\nd = 0\n[b]\ny = %(z)s\n[a]\nz = here\nx = %(b/y)s %(b/d)s';
    expect(value(text)).toBe('here 0');
  });

  test('%(default/x)s passes over the section', () => {
    expect(value('[DEFAULT]\nx = 1\n[a]\nx = %(default/x)s2')).toBe('12');
  });

  test('what is given wins over all files', () => {
    expect(optionOf({ layers: layersOf('[a]\nb = 1\nx = %(b)s'), section: 'a', given: { b: '%(no)s' } }, 'x')).toBe(
      '%(no)s',
    );
  });
});

describe('%(known/x)s', () => {
  test('is what an earlier file had set, through every layer', () => {
    const files = {
      'jail.conf': '[a]\nx = 1',
      'jail.d/b.conf': '[a]\nx = %(known/x)s 2',
      'jail.local': '[a]\nx = %(known/x)s 3',
    };
    expect(value(files)).toBe('1 2 3');
  });

  test('is the value of [DEFAULT] when no earlier file set it in the section', () => {
    expect(value({ 'jail.conf': '[DEFAULT]\nx = 1', 'jail.local': '[a]\nx = %(known/x)s 2' })).toBe('1 2');
  });

  test('in a jail it is first of all the option of its filter, taken as it is', () => {
    const layers = layersOf('[a]\nx = %(known/x)s mine');
    expect(optionOf({ layers, section: 'a', known: { x: '^%Y %(no)s' } }, 'x')).toBe('^%Y %(no)s mine');
  });
});

describe('mistakes', () => {
  test('a name that is set nowhere', () => {
    expect(() => value('[a]\nx = %(nope)s')).toThrow("jail.conf:2: x: '%(nope)s' is set nowhere");
  });

  test('a loop, with its way and the line it was found in', () => {
    expect(() => value('[a]\nx = %(y)s\ny = %(z)s\nz = %(x)s')).toThrow(
      'jail.conf:2: x: interpolation loop: x -> y -> z -> x (in z, jail.conf:4)',
    );
  });

  test('more than ten levels', () => {
    const levels = (n: number) => Array.from({ length: n }, (_, i) => `v${i} = %(v${i + 1})s`).join('\n');
    expect(value(`[a]\n${levels(10)}\nv10 = end`, 'v0')).toBe('end');
    expect(() => value(`[a]\n${levels(11)}\nv11 = end`, 'v0')).toThrow('nested deeper than 10');
  });

  test.each(['50%', '%Y', '%(open', '%()s', '%(x)d'])('a lone percent sign: %s', (text) => {
    expect(() => value(`[a]\nx = ${text}`)).toThrow("write '%%' for a percent sign");
  });
});

test('law: text without percent signs is itself, and doubling percent signs is undone', () => {
  const text = fc.stringMatching(/^[a-z0-9%][a-z0-9 %<>()\\]{0,20}$/).map((each) => each.trim());
  fc.assert(fc.property(text, (written) => value(`[a]\nx = ${written.replaceAll('%', '%%')}`) === written));
});
