import { memoryLogLines } from '../../lib/local/mail/memory-log-lines';
import { cloudWatchLogLines, logLinesPermissions } from '../../lib/notifiers/log-lines';
import { shownText } from '../../lib/sources/journald';
import { fakeLogs, type StoredEvent } from '../fakes/aws-mail/logs';

const at = (second: number, message: string): StoredEvent => ({ timestamp: second * 1_000, message });
let logs: ReturnType<typeof fakeLogs> | undefined;
afterEach(() => logs?.restore());

function cloud(groups: Readonly<Record<string, readonly StoredEvent[]>>, pageSize = 3) {
  logs = fakeLogs({ groups, pageSize });
  return cloudWatchLogLines({ client: logs.client, textOf: shownText });
}

function memory(groups: Readonly<Record<string, readonly StoredEvent[]>>) {
  const lines = memoryLogLines();
  for (const [group, events] of Object.entries(groups)) {
    for (const { timestamp, message } of events) lines.put(group, timestamp, message);
  }
  return lines;
}

describe.each([
  ['CloudWatch Logs', cloud],
  ['the embedded account', memory],
])('lines of %s', (_, open) => {
  test('the offender’s lines of the window are found, both ends included, oldest first, over groups and pages', async () => {
    const lines = open({
      secure: [
        at(99, 'early 192.0.2.1'),
        at(100, 'a 192.0.2.1'),
        ...Array.from({ length: 20 }, () => at(101, 'other')),
        at(160, 'd 192.0.2.1'),
        at(161, 'late 192.0.2.1'),
      ],
      auth: [at(110, 'b 192.0.2.1'), at(110, 'not 192.0.2.10'), at(120, 'c 192.0.2.1')],
    });
    expect(await lines.of('192.0.2.1', ['secure', 'auth'], 100, 160)).toEqual([
      'a 192.0.2.1',
      'b 192.0.2.1',
      'c 192.0.2.1',
      'd 192.0.2.1',
    ]);
  });

  test('a banned prefix finds the lines of all its addresses', async () => {
    const lines = open({ secure: [at(1, 'from 2001:db8::7'), at(2, 'from 2001:db8:0:1::7')] });
    expect(await lines.of('2001:db8::/64', ['secure'], 0, 9)).toEqual(['from 2001:db8::7']);
  });

  test('a journal record is found by what it holds, and shown as the line that the filters saw', async () => {
    const record = { MESSAGE: 'bad login from 192.0.2.1', _HOSTNAME: 'gate', SYSLOG_IDENTIFIER: 'app', _PID: '7' };
    const lines = open({ secure: [at(1, JSON.stringify(record)), at(2, '{"json": "of an application, 192.0.2.1"}')] });
    expect(await lines.of('192.0.2.1', ['secure'], 0, 9)).toEqual([
      'gate app[7]: bad login from 192.0.2.1',
      '{"json": "of an application, 192.0.2.1"}',
    ]);
  });

  test('a flood gives 1,000 lines', async () => {
    const lines = open({ secure: Array.from({ length: 1_500 }, (__, index) => at(index, `${index} 192.0.2.1`)) }, 400);
    expect(await lines.of('192.0.2.1', ['secure'], 0, 1_500)).toHaveLength(1_000);
  });

  test('long lines give 64 KiB', async () => {
    const lines = open({
      secure: Array.from({ length: 50 }, (__, index) => at(index, `192.0.2.1 ${'x'.repeat(5_000)}`)),
    });
    const found = await lines.of('192.0.2.1', ['secure'], 0, 50);
    expect(found).toHaveLength(13);
  });

  test('nothing found is an empty list', async () => {
    expect(await open({ secure: [] }).of('192.0.2.1', ['secure'], 0, 9)).toEqual([]);
    expect(await open({ secure: [] }).of('192.0.2.1', [], 0, 9)).toEqual([]);
  });
});

test('the address is searched for as one quoted term in the window of the ban', async () => {
  await cloud({ secure: [] }).of('192.0.2.1', ['secure'], 100.5, 160);
  expect(logs?.requests).toMatchObject([
    { logGroupName: 'secure', filterPattern: '"192.0.2.1"', startTime: 100_500, endTime: 160_000 },
  ]);
});

test('a search that never ends is given up after 20 pages', async () => {
  await cloud({ secure: Array.from({ length: 100 }, () => at(1, 'other')) }).of('192.0.2.1', ['secure'], 0, 9);
  expect(logs?.requests).toHaveLength(20);
});

test('a group that is gone leaves the others; when all are, the caller is told', async () => {
  const lines = cloud({ secure: [at(1, '192.0.2.1')] });
  expect(await lines.of('192.0.2.1', ['gone', 'secure'], 0, 9)).toEqual(['192.0.2.1']);
  await expect(lines.of('192.0.2.1', ['gone'], 0, 9)).rejects.toThrow('does not exist');
});

test('it may search the log groups it is given, and nothing else', () => {
  const arn = 'arn:aws:logs:eu-west-1:123456789012:log-group:secure';
  expect(logLinesPermissions([arn])).toEqual([
    { actions: ['logs:FilterLogEvents'], resources: [arn, `${arn}:*`], why: expect.stringContaining('every stream') },
  ]);
  expect(logLinesPermissions([])).toEqual([]);
});
