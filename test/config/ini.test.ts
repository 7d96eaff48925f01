import fc from 'fast-check';
import { parseIni } from '../../lib/config/ini';

const read = (text: string) => parseIni({ name: 'jail.local', path: 'jail.local', text, shipped: false });

const options = (text: string): Record<string, string> =>
  Object.fromEntries(
    read(text).sections.flatMap((section) =>
      [...section.options].map(([name, { text }]) => [`${section.name}.${name}`, text]),
    ),
  );

const complaints = (text: string): string[] => read(text).problems.map(({ line, message }) => `${line}: ${message}`);

describe('the INI dialect', () => {
  test('an option is a name, = or :, and a value; names are in lower case', () => {
    expect(options('[sshd]\nMaxRetry = 3\nport: ssh\nempty =\n')).toEqual({
      'sshd.maxretry': '3',
      'sshd.port': 'ssh',
      'sshd.empty': '',
    });
  });

  test('the first delimiter ends the name, whichever it is', () => {
    expect(options('[a]\nx = a:b\ny : a=b')).toEqual({ 'a.x': 'a:b', 'a.y': 'a=b' });
  });

  test('deeper indentation continues a value; the lines are trimmed', () => {
    expect(options('[a]\nfailregex = ^one\n            ^two = 2\n\t^[three]\nnext = 1')).toEqual({
      'a.failregex': '^one\n^two = 2\n^[three]',
      'a.next': '1',
    });
  });

  test('blank lines inside a value are kept, after it they are dropped', () => {
    expect(options('[a]\nx = 1\n\n  2\n\n\ny = 3')).toEqual({ 'a.x': '1\n\n2', 'a.y': '3' });
  });

  test('# and ; begin a comment line, also within a value; ; after white space begins one anywhere', () => {
    expect(options('# c\n[a]\n; c\nx = 1 ; c\n  # not a line of x\n  2;3\ny = 1 # no comment')).toEqual({
      'a.x': '1\n2;3',
      'a.y': '1 # no comment',
    });
  });

  test('an option that is indented like its section begins a new option', () => {
    expect(options('  [a]\n  x = 1\n  y = 2')).toEqual({ 'a.x': '1', 'a.y': '2' });
  });

  test('lines end in LF, CR LF or CR; a byte order mark is no text', () => {
    expect(options('[a]\r\nx = 1\r\n  2\ry = 3')).toEqual({ 'a.x': '1\n2', 'a.y': '3' });
  });

  test('every line of a value keeps its number', () => {
    const value = read('[a]\nx = 1\n# c\n  2').sections[0]?.options.get('x');
    expect(value).toMatchObject({ place: { file: 'jail.local', line: 2 }, lines: [2, 4] });
  });

  test('[DEFAULT] may stand several times, a duplicate in it may not', () => {
    expect(complaints('[DEFAULT]\nx = 1\n[DEFAULT]\nx = 2')).toEqual([
      "4: 'x' is already set in line 2 of this section",
    ]);
  });

  test('duplicate options and sections name both lines', () => {
    expect(complaints('[a]\nx = 1\nX = 2\n[b]\n[a]\n')).toEqual([
      "3: 'x' is already set in line 2 of this section",
      '5: section [a] is already in line 1',
    ]);
  });

  test('text that is no option is reported at its line, and the rest is read', () => {
    expect(complaints('lost = 1\n[a]\njust words\n= 3\nx = 1')).toEqual([
      "1: 'lost = 1' is not in a [section]",
      "3: 'just words' is neither 'option = value' nor a [section]",
      "4: '= 3' is neither 'option = value' nor a [section]",
    ]);
    expect(options('lost = 1\n[a]\njust words\nx = 1')).toEqual({ 'a.x': '1' });
  });

  test('control characters in names are refused', () => {
    expect(complaints('[a\u0007b]\nx\u001b[31m = 1')).toHaveLength(2);
  });

  test('any text is read without an exception, and every problem is inside the file', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('[', ']', '=', ':', ' ', '\n', ';', '#', 'a', '%', '\t') }),
        (text) => {
          const lines = text.split('\n').length;
          for (const { line } of read(text).problems) expect(line).toBeLessThanOrEqual(lines);
        },
      ),
    );
  });

  test('what is written as options comes back as written', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}$/);
    const value = fc.stringMatching(/^[a-z0-9%<>()$^\\][a-z0-9 %<>()=:$^\\]{0,12}$/).map((text) => text.trim());
    fc.assert(
      fc.property(fc.dictionary(name, value), (wanted) => {
        const text = Object.entries(wanted).map(([option, written]) => `${option} = ${written}`);
        const section = read(['[s]', ...text].join('\n')).sections[0];
        const found = [...(section?.options ?? [])].map(([option, { text }]) => [option, text]);
        expect(found).toEqual(Object.entries(wanted).map(([option, written]) => [option, written]));
      }),
    );
  });
});
