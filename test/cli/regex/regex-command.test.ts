import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { regexCommand } from '../../../lib/cli/regex/regex-command';

const NOW = Date.UTC(2005, 7, 14, 10) / 1000;

let config: string;

beforeAll(() => {
  config = mkdtempSync(join(tmpdir(), 'fail2edge-regex-'));
  mkdirSync(join(config, 'filter.d'));
  writeFileSync(
    join(config, 'filter.d', 'gate.conf'),
    [
      '[Definition]',
      'prefregex = ^ gate\\[\\d+\\]: <F-CONTENT>.+</F-CONTENT>$',
      'failregex = ^no key for <F-USER>\\S+</F-USER> from <HOST>$',
      '            ^<mode> from <HOST>$',
      'ignoreregex = from 192\\.0\\.2\\.99$',
      'mode = refused',
      '',
    ].join('\n'),
  );
  writeFileSync(
    join(config, 'jail.local'),
    ['[gate]', 'enabled = true', 'filter = gate[mode=thrown out]', 'logpath = /var/log/gate.log', 'port = 80', ''].join(
      '\n',
    ),
  );
});

afterAll(() => rmSync(config, { recursive: true }));

const LOG = [
  '2005-08-14 09:00:00 gate[1]: no key for bob from 192.0.2.1',
  '2005-08-14 09:00:01 gate[1]: refused from 192.0.2.2',
  '2005-08-14 09:00:02 gate[1]: refused from 192.0.2.99',
  '',
  '# 2005-08-14 09:00:03 gate[1]: refused from 192.0.2.3',
  '2005-08-14 09:00:04 gate[1]: hello \x1b[31mred',
];

async function run(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await regexCommand(args, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    now: () => NOW,
    readFile: (path) =>
      path === 'gate.log' || path === '-'
        ? (async function* () {
            yield LOG;
          })()
        : undefined,
  });
  return { code, stdout, stderr };
}

const onGate = (...args: string[]) => run('--config', config, '--tz', 'UTC', '--now', String(NOW), ...args);

describe('fail2edge regex --json', () => {
  it('answers every line of LOG, empty ones and comments too, in order', async () => {
    const { code, stdout } = await onGate('--json', 'gate.log', 'gate');
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(lines.map(({ failures }) => failures.length)).toEqual([1, 1, 0, 0, 0, 0]);
    expect(lines[0].failures).toEqual([
      {
        id: '192.0.2.1',
        time: NOW - 3600,
        regex: 0,
        groups: { user: 'bob', ip4: '192.0.2.1' },
        users: [],
        attempts: 1,
      },
    ]);
  });

  it('never sends a control character of the log', async () => {
    const { stdout } = await onGate(
      '--json',
      '2005-08-14 09:00:00 gate[1]: no key for \x1b\x9b\x7f from 192.0.2.1',
      'gate',
    );
    expect(stdout).toMatch(/^[\x20-\x7e]+\n$/);
    expect(JSON.parse(stdout).failures[0].groups.user).toBe('\x1b\x9b\x7f');
  });
});

describe('LOG and FILTER', () => {
  const counted = async (...args: string[]) => {
    const { stdout } = await onGate('--json', ...args);
    return stdout
      .trimEnd()
      .split('\n')
      .flatMap((line) => JSON.parse(line).failures).length;
  };

  it('LOG may be standard input or a line of text', async () => {
    expect(await counted('-', 'gate')).toBe(2);
    expect(await counted('2005-08-14 09:00:00 gate[1]: refused from 192.0.2.2', 'gate')).toBe(1);
  });

  it('FILTER is a filter of that name first, jail: forces the jail', async () => {
    expect(await counted('gate.log', 'gate')).toBe(2);
    expect(await counted('gate.log', 'jail:gate')).toBe(1);
    expect(await counted('2005-08-14 09:00:00 gate[1]: thrown out from 192.0.2.2', 'jail:gate')).toBe(1);
  });

  it('FILTER takes options, may be a path, else it is an expression', async () => {
    expect(await counted('gate.log', 'gate[mode="hello .*|refused"]')).toBe(2);
    expect(await counted('gate.log', join(config, 'filter.d', 'gate.conf'))).toBe(2);
    expect(await counted('gate.log', 'refused from <HOST>$')).toBe(3);
  });

  it("an IGNOREREGEX takes the place of the filter's own", async () => {
    expect(await counted('gate.log', 'gate', 'bob')).toBe(2);
  });

  it('a date pattern may be given', async () => {
    const { stdout } = await onGate(
      '--json',
      '-d',
      '^%H:%M:%S',
      '08:00:00 refused from 192.0.2.2',
      '^ refused from <HOST>$',
    );
    expect(JSON.parse(stdout).failures[0].time).toBe(NOW - 7200);
  });
});

describe('bad use', () => {
  it.each([
    [[], 'give LOG and FILTER'],
    [['gate.log', 'gate', '--nonsense'], '--nonsense'],
    [['gate.log', 'gate', '--tz', 'Mars/Olympus'], 'not a time zone'],
    [['gate.log', 'gate', '--usedns', 'maybe'], 'yes, warn, no or raw'],
    [['gate.log', 'gate', '--print-all-missed', '--print-no-missed'], 'exclude each other'],
    [['gate.log', 'jail:nowhere'], "no jail 'nowhere'"],
    [['gate.log', '(unclosed <HOST>'], 'failregex'],
    [['gate.log', 'no address at all'], 'no address'],
    [
      ['gate.log', 'gate', '-d', '%q'],
      "--datepattern: date pattern '%q': '%q' is no date field (a literal % is written %%)\n",
    ],
    [['gate.log', 'jail:gate', '-d', '%q'], '--datepattern: '],
    [['gate.log', '^<HOST>', '-d', '%q'], '--datepattern: '],
    [['gate.log', 'gate', '-L', '0'], '--maxlines 0: write a whole number, at least 1\n'],
    [['gate.log', 'gate', '-L', '1.5'], '--maxlines 1.5: write a whole number, at least 1\n'],
  ])('%j ends with 255 and says why', async (args, message) => {
    const { code, stdout, stderr } = await onGate(...args);
    expect([code, stdout]).toEqual([255, '']);
    expect(stderr).toContain(message);
  });
});

describe('the report', () => {
  it('counts lines, expressions and date forms, and shows what was missed', async () => {
    const { stdout } = await onGate('gate.log', 'gate');
    expect(stdout).toContain('Prefregex: 4 total');
    expect(stdout).toContain('Failregex: 2 total');
    expect(stdout).toMatch(/\|\s+1\) \[1\] \^no key for/);
    expect(stdout).toContain('Ignoreregex: 1 total');
    expect(stdout).toMatch(/\[4\] \{\^LN-BEG\}ExYear/);
    expect(stdout).toContain('Lines: 4 lines, 1 ignored, 2 matched, 1 missed');
    expect(stdout).toContain('|- Missed line(s):\n|  2005-08-14 09:00:04 gate[1]: hello \\u{1b}[31mred\n`-');
    expect(stdout).not.toContain('\x1b');
  });

  it('with -v names who failed when, and with --print-all-matched the lines', async () => {
    const { stdout } = await onGate('-v', '--print-all-matched', '--print-no-missed', 'gate.log', 'gate');
    expect(stdout).toContain('192.0.2.1  Sun Aug 14 09:00:00 2005');
    expect(stdout).toContain('|- Matched line(s):\n|  2005-08-14 09:00:00 gate[1]: no key for bob from 192.0.2.1\n');
    expect(stdout).not.toContain('Missed line(s)');
  });
});

describe('the report on a long line', () => {
  const report = async (length: number, ...args: readonly string[]) =>
    (await onGate(...args, `2005-08-14 09:00:00 gate[1]: ${'x'.repeat(length - 29)}`, 'gate')).stdout;

  it('shows its beginning, and how long it is', async () => {
    expect(await report(10_000)).toMatch(/^\| {2}2005-08-14 09:00:00 gate\[1\]: x{9971}$/m);
    expect(await report(10_001)).toMatch(
      /^\| {2}2005-08-14 09:00:00 gate\[1\]: x{9971} \.\.\. \(10,001 characters\)$/m,
    );
    expect(await report(1 << 18)).toMatch(/x \.\.\. \(262,144 characters or more\)$/m);
  });

  it('with -D links to no more of it', async () => {
    expect(await report(1 << 18, '-D')).toMatch(
      /&str=2005-08-14\+09%3A00%3A00\+gate%5B1%5D%3A\+x{9971}&flavor=python$/m,
    );
  });

  it('counts what is found in as much of it as is matched', async () => {
    const { stdout } = await onGate(
      `${'x'.repeat(70_000)} 2005-08-14 09:00:00 gate[1]: refused from 192.0.2.1`,
      'gate',
    );
    expect(stdout).toContain('Prefregex: 0 total');
    expect(stdout).toContain('Date template hits:\n\nLines: 1 lines');
  });
});

describe('--out', () => {
  it.each([
    ['id', '192.0.2.1\n192.0.2.2\n'],
    ['user', 'bob\nNone\n'],
    ['msg', `${LOG[0]}\n${LOG[1]}\n`],
    ['<ip> is <F-USER>.', '192.0.2.1 is bob.\n192.0.2.2 is .\n'],
    [
      'row',
      `['192.0.2.1',\t${NOW - 3600}.0,\t{'user': 'bob', 'ip4': '192.0.2.1'}],\n['192.0.2.2',\t${NOW - 3599}.0,\t{'ip4': '192.0.2.2'}],\n`,
    ],
  ])('%s', async (format, expected) => {
    expect((await onGate('-o', format, 'gate.log', 'gate')).stdout).toBe(expected);
  });

  it('with -i prints the lines that are no failure', async () => {
    expect((await onGate('-o', 'msg', '-i', 'gate.log', 'gate')).stdout).toBe(
      '2005-08-14 09:00:04 gate[1]: hello \\u{1b}[31mred\n',
    );
  });
});
