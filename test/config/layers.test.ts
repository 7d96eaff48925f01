import { readLayers } from '../../lib/config/layers';
import { treeOf } from './trees';

function merged(files: Record<string, string>, name = 'jail') {
  const layers = readLayers(treeOf(files), name);
  const options = (map: ReadonlyMap<string, { text: string }> | undefined) =>
    Object.fromEntries([...(map ?? [])].map(([option, { text }]) => [option, text]));
  return {
    files: layers?.files.map((file) => file.name),
    defaults: options(layers?.defaults),
    section: (section: string) => options(layers?.sections.get(section)),
    problems: layers?.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`) ?? [],
    layers,
  };
}

describe('read order', () => {
  test('.conf, .d/*.conf sorted, .local, .d/*.local sorted; later files win option by option', () => {
    const { files, section } = merged({
      'jail.local': '[sshd]\na = local\nb = local',
      'jail.d/z.local': '[sshd]\na = z.local',
      'jail.d/b.conf': '[sshd]\na = b.conf\nc = b.conf',
      'jail.d/a.conf': '[sshd]\nc = a.conf',
      'jail.d/README': 'no configuration',
      'jail.conf': '[sshd]\na = conf\nd = conf',
    });
    expect(files).toEqual(['jail.conf', 'jail.d/a.conf', 'jail.d/b.conf', 'jail.local', 'jail.d/z.local']);
    expect(section('sshd')).toEqual({ a: 'z.local', b: 'local', c: 'b.conf', d: 'conf' });
  });

  test('filters and actions are layered the same way', () => {
    const { files } = merged(
      { 'filter.d/sshd.local': '[Definition]', 'filter.d/sshd.d/x.conf': '[Definition]', 'filter.d/sshd.conf': '' },
      'filter.d/sshd',
    );
    expect(files).toEqual(['filter.d/sshd.conf', 'filter.d/sshd.d/x.conf', 'filter.d/sshd.local']);
  });

  test('nothing at all is no configuration', () => {
    expect(readLayers(treeOf({}), 'jail')).toBeUndefined();
  });

  test('a .local without its .conf is a configuration', () => {
    expect(merged({ 'filter.d/mine.local': '[Definition]\nfailregex = x' }, 'filter.d/mine').files).toEqual([
      'filter.d/mine.local',
    ]);
  });

  test('[Init?family=inet6] holds values for that condition', () => {
    const { section } = merged({ 'jail.conf': '[Init]\nx = 4\n[Init?family=inet6]\nx = 6' });
    expect(section('Init')).toEqual({ x: '4', 'x?family=inet6': '6' });
  });

  test('what a later file overwrites stays known', () => {
    const { layers } = merged({ 'jail.conf': '[a]\nx = 1', 'jail.local': '[a]\nx = 2' });
    expect(layers?.sections.get('a')?.get('x')).toMatchObject({ text: '2', previous: { text: '1' } });
  });
});

describe('[INCLUDES]', () => {
  test('before and after stand around the file, relative to its folder, recursively', () => {
    const { files } = merged({
      'jail.conf': '[INCLUDES]\nbefore = paths.conf\n   more/x.conf\nafter = last.conf\n[a]',
      'paths.conf': '[INCLUDES]\nbefore = common.conf',
      'common.conf': '',
      'more/x.conf': '[INCLUDES]\nafter = y.conf',
      'more/y.conf': '',
      'last.conf': '',
    });
    expect(files).toEqual(['common.conf', 'paths.conf', 'more/x.conf', 'more/y.conf', 'jail.conf', 'last.conf']);
  });

  test("an included file's .local follows it unasked", () => {
    const { files, defaults } = merged({
      'jail.conf': '[INCLUDES]\nbefore = paths.conf',
      'paths.conf': '[DEFAULT]\nx = conf',
      'paths.local': '[DEFAULT]\nx = local',
    });
    expect(files).toEqual(['paths.conf', 'paths.local', 'jail.conf']);
    expect(defaults).toEqual({ x: 'local' });
  });

  test('a file may name what it includes by its own [DEFAULT]', () => {
    const { files } = merged({
      'jail.conf': '[DEFAULT]\nos = debian\n[INCLUDES]\nbefore = paths-%(os)s.conf',
      'paths-debian.conf': '',
    });
    expect(files).toEqual(['paths-debian.conf', 'jail.conf']);
  });

  test('files that include each other are read once', () => {
    expect(
      merged({ 'jail.conf': '[INCLUDES]\nbefore = b.conf', 'b.conf': '[INCLUDES]\nafter = jail.conf' }).files,
    ).toEqual(['b.conf', 'jail.conf']);
  });

  test('a file that is read twice is not its own earlier layer', () => {
    const { layers } = merged({
      'jail.conf': '[INCLUDES]\nafter = x.local',
      'x.local': '[a]\nx = 1',
      'jail.local': '[INCLUDES]\nbefore = x.local',
    });
    expect(layers?.sections.get('a')?.get('x')?.previous).toBeUndefined();
  });

  test('a missing include is a mistake at its line, a missing .local is not', () => {
    const { problems } = merged({
      'jail.conf': '[INCLUDES]\nbefore = a.conf\n  gone.conf\nafter = b.local',
      'a.conf': '',
    });
    expect(problems).toEqual(["jail.conf:3: included file 'gone.conf' does not exist"]);
  });

  test('[INCLUDES] is no section of the result', () => {
    expect(merged({ 'jail.conf': '[INCLUDES]\nafter = b.local\n[a]' }).layers?.sections.has('INCLUDES')).toBe(false);
  });
});
