import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../lib/cli/main';
import { environment } from '../client/client';

const T = Date.UTC(2026, 10, 18, 12) / 1000;

const FOLDER = mkdtempSync(join(tmpdir(), 'logs-'));
mkdirSync(join(FOLDER, 'filter.d'));
writeFileSync(
  join(FOLDER, 'jail.local'),
  '[DEFAULT]\nmaxretry = 3\nbantime = 10m\nbanaction = aws-nacl\n[sshd]\nenabled = true\nloggroup = /fleet/auth\n',
);

interface Event {
  readonly timestamp: number;
  readonly message: string;
  readonly logStreamName: string;
}

type Request = Readonly<Record<string, unknown>>;

/** CloudWatch Logs as far as FilterLogEvents goes: pages that may be empty, and who asks too fast is told so. */
function cloudWatchLogs() {
  const groups = new Map<string, readonly Event[]>();
  const requests: Request[] = [];
  const state = { page: 2, throttled: 0 };
  const answer = (request: Request): readonly [number, object] => {
    const events = groups.get(String(request.logGroupName));
    if (!events)
      return [400, { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' }];
    if (state.throttled-- > 0) return [400, { __type: 'ThrottlingException', message: 'Rate exceeded' }];
    const chosen = events.filter(
      ({ timestamp }) => timestamp >= Number(request.startTime) && timestamp <= Number(request.endTime),
    );
    // Every second page is empty, as CloudWatch Logs answers while it searches.
    const at = Number(request.nextToken ?? 0);
    const from = Math.floor(at / 2) * state.page;
    const more = from + state.page < chosen.length || at % 2 === 0;
    const page = at % 2 === 0 ? chosen.slice(from, from + state.page) : [];
    return [200, { events: page, ...(more && { nextToken: String(at + 1) }) }];
  };
  const server = createServer(async (incoming: IncomingMessage, reply: ServerResponse) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    expect(incoming.headers['x-amz-target']).toBe('Logs_20140328.FilterLogEvents');
    const request = JSON.parse(body) as Request;
    requests.push(request);
    const [status, json] = answer(request);
    reply.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(json));
  });
  return { groups, requests, state, server };
}

const aws = cloudWatchLogs();
let restore: () => void = () => undefined;

beforeAll(async () => {
  await new Promise<void>((listening) => aws.server.listen(0, '127.0.0.1', listening));
  restore = environment('http://127.0.0.1:1');
  process.env.AWS_ENDPOINT_URL_CLOUDWATCH_LOGS = `http://127.0.0.1:${(aws.server.address() as AddressInfo).port}`;
});

afterAll(() => {
  restore();
  aws.server.closeAllConnections();
  aws.server.close();
  rmSync(FOLDER, { recursive: true });
});

beforeEach(() => {
  aws.requests.length = 0;
  Object.assign(aws.state, { page: 2, throttled: 0 });
});

async function replay(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { stdout: (text: string) => void out.push(text), stderr: (text: string) => void err.push(text) };
  const quiet = { columns: undefined, colour: false, progress: false, now: () => T + 3600 };
  const code = await main(['replay', '--config', FOLDER, '--tz', 'UTC', ...args], { ...io, ...quiet }, '0');
  return { code, out: out.join(''), err: err.join('') };
}

const json = (out: string): readonly Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const event = (seconds: number, ip: string, host = 'a', word = 'Failed'): Event => ({
  timestamp: (T + seconds) * 1000,
  message: `Nov 18 12:00:00 ${host} sshd[7]: ${word} password for root from ${ip} port 40 ssh2`,
  logStreamName: host,
});

describe('replay --logs', () => {
  it('plays a log group: its events’ own time counts, over all its streams', async () => {
    aws.groups.set('/fleet/auth', [
      ...[
        event(0, '192.0.2.1', 'a'),
        event(5, '192.0.2.1', 'b'),
        event(6, '192.0.2.2', 'a'),
        event(9, '192.0.2.1', 'c'),
      ],
    ]);
    const { code, out, err } = await replay('--logs', '/fleet/auth', '--json');
    const events = json(out);
    expect(code).toBe(0);
    expect(events.find((one) => one.event === 'ban')).toMatchObject({ ip: '192.0.2.1', time: T + 9, until: T + 609 });
    expect(events[0]).toMatchObject({ event: 'found', file: '/fleet/auth', line: 1 });
    expect(events.at(-1)).toMatchObject({ event: 'summary', lines: 4, matched: 4, bans: 1 });
    expect(err).toMatch(/Read 4 lines of CloudWatch Logs with \d+ requests \(FilterLogEvents costs nothing/);
  });

  it('asks for the time that is wanted, and for what the pattern finds', async () => {
    aws.groups.set('/fleet/auth', [event(-90_000, '192.0.2.9'), event(0, '192.0.2.1'), event(1800, '192.0.2.1')]);
    const words = ['--logs', '/fleet/auth', '--since', '2h', '--until', '2026-11-18T12:10:00Z', '--pattern', 'Failed'];
    const { out } = await replay(...words, '--json');
    expect(aws.requests[0]).toEqual({
      ...{ logGroupName: '/fleet/auth', startTime: (T - 3600) * 1000, endTime: (T + 600) * 1000 },
      ...{ filterPattern: 'Failed', limit: 10_000 },
    });
    expect(json(out).at(-1)).toMatchObject({ lines: 1 });
  });

  it('waits when it is told to', async () => {
    aws.groups.set('/fleet/auth', [event(0, '192.0.2.1')]);
    aws.state.throttled = 1;
    expect(json((await replay('--logs', '/fleet/auth', '--json')).out).at(-1)).toMatchObject({ lines: 1 });
  });

  it('stops at --most, and says what that means', async () => {
    aws.groups.set(
      '/fleet/auth',
      Array.from({ length: 9 }, (_, n) => event(n, '192.0.2.1')),
    );
    const { out, err } = await replay('--logs', '/fleet/auth', '--most', '3', '--json');
    expect(json(out).at(-1)).toMatchObject({ lines: 3 });
    expect(err).toContain('Stopped at 2026-11-18 12:00:02, after 3 lines (--most): what is later was not seen');
  });

  it('reads a log group once for --against, which plays it twice', async () => {
    const log = [0, 1, 2, 3].map((n) => event(n, '192.0.2.1', `host${n % 2}`));
    aws.groups.set('/fleet/auth', [...log, event(9, '192.0.2.1', 'a', 'Accepted')]);
    const { out } = await replay('--logs', '/fleet/auth', '--set', 'sshd.maxretry=5', '--against', '--json');
    expect(json(out).map((one) => one.event)).toEqual(['lost', 'login', 'summary']);
    expect(aws.requests.filter(({ nextToken }) => nextToken === undefined)).toHaveLength(1);
  });

  it('goes together with files', async () => {
    aws.groups.set('/fleet/auth', [event(0, '192.0.2.1'), event(2, '192.0.2.1')]);
    const file = join(FOLDER, 'auth.log');
    writeFileSync(file, 'Nov 18 12:00:01 a sshd[7]: Failed password for root from 192.0.2.1 port 40 ssh2\n');
    const { out } = await replay('--jail', 'sshd', '--logs', '/fleet/auth', file, '--json');
    expect(json(out).at(-1)).toMatchObject({ lines: 3, bans: 1 });
  });
});

describe('what cannot be read is told plainly, exit code 255', () => {
  it.each([
    [['--logs', '/other', '--jail', 'sshd'], 'there is no log group /other in eu-central-1'],
    [['--logs', '/other'], 'no enabled jail\'s logpath or loggroup names "/other"'],
    [['--logs', '/fleet/auth', '--since', 'soon'], '--since soon: a time back such as 24h, a date'],
    [['--logs', '/fleet/auth', '--since', '1h', '--until', '2h'], 'ends before it begins'],
    [['--logs', '/fleet/auth', '--most', 'all'], '--most all: a whole number'],
    [['--since', '1h', 'x.log'], '--since: belongs to --logs GROUP'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await replay(...args);
    expect([code, out]).toEqual([255, '']);
    expect(err).toContain(message);
  });
});
