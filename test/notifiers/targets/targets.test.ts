import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ban } from '../../../lib/core/ban';
import type { BanDetail } from '../../../lib/core/report';
import type { Target } from '../../../lib/core/target';
import { targets } from '../../../lib/notifiers/targets';
import { openTarget, targetPermissions } from '../../../lib/notifiers/targets/open';
import type { TargetTools } from '../../../lib/notifiers/targets/target';
import { aBan, aDigest, aRecord } from '../../fakes/aws-mail/builders';
import { startServer } from '../http/server';
import { fakeClient, NOW, someTools } from './tools';

let server: Awaited<ReturnType<typeof startServer>>;
beforeEach(async () => {
  server = await startServer({ status: 200 });
});
afterEach(() => server.stop());

const target = (kind: Target['kind'], options: Record<string, string> = {}): Target => ({ name: kind, kind, options });
const open = (one: Target, tools: Partial<TargetTools> = {}) => openTarget(one, someTools(tools));
const scope = { partition: 'aws', region: 'eu-west-1', account: '111122223333', bus: undefined };
const json = (index = 0) => JSON.parse(server.received[index]?.body ?? '');

test('every target is a file of the folder, and the registry names no other', () => {
  const folder = join(__dirname, '../../../lib/notifiers/targets');
  const kinds = readdirSync(folder).flatMap((file) =>
    Object.values(require(join(folder, file)) as object).flatMap((value) =>
      typeof value === 'object' && value !== null && 'accuses' in value && 'kind' in value ? [[value.kind, file]] : [],
    ),
  );
  expect(kinds).toEqual(kinds.map(([kind]) => [kind, `${kind}.ts`]));
  expect(kinds.map(([kind]) => kind).sort()).toEqual(Object.keys(targets).sort());
  for (const [name, { kind }] of Object.entries(targets)) expect(kind).toBe(name);
});

describe('chats', () => {
  const bans = [
    aBan(),
    aBan({ ip: '2001:db8::/64', jail: 'nginx', end: null, origin: 'manual', failures: 0, reason: 'scans' }),
  ];

  it('slack shows plain text, without mark-up or links', async () => {
    const { send } = open(target('slack', { url: `ssm:${server.url}/services/T0` }));
    expect(await send(aDigest({ bans }))).toEqual({ kind: 'sent', id: '' });
    expect(server.received[0]).toMatchObject({
      path: '/services/T0',
      headers: { 'content-type': expect.stringContaining('json') },
    });
    expect(json()).toEqual({
      text: '[Fail2Ban] sshd, nginx: banned 2 addresses from fail2edge in eu-west-1',
      unfurl_links: false,
      blocks: [
        expect.anything(),
        {
          type: 'section',
          text: {
            type: 'plain_text',
            text:
              '192.0.2.1  sshd, 5 failures, ban 1, until 2023-11-14 22:23:20 UTC\n' +
              '2001:db8::/64  nginx, by an operator, ban 1, for ever: scans',
            emoji: false,
          },
        },
      ],
    });
  });

  it('teams gets a card whose text knows no Markdown', async () => {
    await open(target('teams', { url: server.url })).send(aDigest({ bans }));
    const { type, attachments } = json();
    expect(type).toBe('message');
    expect(attachments[0].contentType).toBe('application/vnd.microsoft.card.adaptive');
    const kinds = attachments[0].content.body.map((block: { type: string }) => block.type);
    expect(new Set(kinds)).toEqual(new Set(['RichTextBlock']));
    expect(attachments[0].content.body[1].inlines[0].text).toMatch(/^192\.0\.2\.1 {2}sshd/);
  });

  it('discord gets a block of code in which nobody can be mentioned', async () => {
    const evil = aBan({ reason: '``` @everyone <@123> [x](https://evil.example)' });
    await open(target('discord', { url: server.url })).send(aDigest({ bans: [evil] }));
    expect(json()).toMatchObject({ allowed_mentions: { parse: [] }, flags: 4 });
    expect(json().content.match(/```/g)).toHaveLength(2);
    expect(json().content).not.toContain('://');
  });

  it('a hundred bans are ten lines and a number', async () => {
    const many = Array.from({ length: 100 }, (_, host) => aBan({ ip: `198.51.100.${host}` }));
    for (const kind of ['slack', 'teams', 'discord'] as const) {
      await open(target(kind, { url: server.url })).send(aDigest({ bans: many }));
    }
    for (const { body } of server.received) {
      expect(body).toContain('and 90 more');
      expect(body.length).toBeLessThan(4_000);
    }
  });

  it('that take nothing are a failure which never tells the address', async () => {
    await server.stop();
    const { send } = open(target('slack', { url: `ssm:${server.url}/hunter2` }));
    expect(await send(aDigest())).toEqual({ kind: 'failed', notice: 'slack took no report: ECONNREFUSED' });
    const lost = open(target('slack', { url: 'ssm:/gone' }), {
      secrets: async () => {
        const { SecretError } = await import('../../../lib/notifiers/secrets');
        throw new SecretError('parameter /gone cannot be read: ParameterNotFound');
      },
    });
    expect(await lost.send(aDigest())).toEqual({
      kind: 'failed',
      notice: 'slack took no report: parameter /gone cannot be read: ParameterNotFound',
    });
  });
});

describe('a webhook', () => {
  const hook = () => target('webhook', { url: `${server.url}/bans`, secret: 'ssm:key of ours' });

  it('is signed over its time and body, so that nobody else can speak to the server', async () => {
    await open(hook()).send(aDigest({ bans: [aBan({ reason: 'scans' })] }));
    const { headers, body } = server.received[0]!;
    const timestamp = headers['fail2edge-timestamp'];
    expect(timestamp).toBe(String(NOW));
    const expected = createHmac('sha256', 'key of ours').update(`${timestamp}.${body}`).digest('hex');
    expect(headers['fail2edge-signature']).toBe(`v1=${expected}`);
    expect(json()).toEqual({
      ...{ version: 1, type: 'bans', place: 'fail2edge in eu-west-1', id: expect.stringMatching(/^[\w-]{22}$/) },
      bans: [
        {
          ...{ id: expect.stringMatching(/^[\w-]{22}$/), jail: 'sshd', ip: '192.0.2.1', time: 1_700_000_000 },
          ...{ until: 1_700_000_600, bantime: 600, bancount: 1, failures: 5, origin: 'detect', reason: 'scans' },
        },
      ],
    });
  });

  it('carries the same id when the same bans come again', async () => {
    await open(hook()).send(aDigest());
    await open(hook()).send(aDigest({ bans: [aBan({ version: 7 })] }));
    expect(json(0).id).toBe(json(1).id);
  });

  it('takes a flood in several requests', async () => {
    const bans = Array.from({ length: 1_200 }, (_, host) => aBan({ ip: `198.18.${host >> 8}.${host & 255}` }));
    const result = await open(hook()).send(aDigest({ bans }));
    expect(result).toMatchObject({ kind: 'failed', done: bans.slice(0, 1_000) });
    expect(json().bans).toHaveLength(1_000);
  });
});

describe('AWS', () => {
  it('an event bus gets an event a ban and an event an end, ten a request', async () => {
    const { sent, client } = fakeClient(
      (input: { Entries: object[] }) =>
        ({
          Entries: input.Entries.map(() => ({ EventId: 'e' })),
        }) as never,
    );
    const bans = Array.from({ length: 12 }, (_, host) => aBan({ ip: `198.51.100.${host}` }));
    const { send, tellsEnds, capped } = open(target('eventbridge', { bus: '' }), { events: () => client });
    expect([tellsEnds, capped]).toEqual([true, false]);
    expect(await send(aDigest({ bans: [...bans, aBan({ state: 'over' })] }))).toMatchObject({ kind: 'sent' });
    const entries = sent.flatMap(
      ({ Entries }) => Entries as { DetailType: string; Detail: string; EventBusName: string }[],
    );
    expect(sent.map(({ Entries }) => (Entries as object[]).length)).toEqual([10, 3]);
    expect(entries.map(({ DetailType }) => DetailType)).toEqual([...new Array(12).fill('Banned'), 'Unbanned']);
    expect(new Set(entries.map(({ EventBusName }) => EventBusName))).toEqual(new Set([someTools().bus()]));
    expect(new Set(entries.map(({ Detail }) => JSON.parse(Detail).id)).size).toBe(13);
  });

  it('what the bus does not take waits, the rest is done', async () => {
    const { client } = fakeClient(
      () => ({ FailedEntryCount: 1, Entries: [{ EventId: 'e' }, { ErrorCode: 'ThrottlingException' }] }) as never,
    );
    const bans = [aBan(), aBan({ ip: '192.0.2.2' })];
    expect(await open(target('eventbridge'), { events: () => client }).send(aDigest({ bans }))).toEqual({
      kind: 'failed',
      notice: 'eventbridge: the bus took not all: ThrottlingException',
      done: [bans[0]],
    });
  });

  it('an object holds who is banned now, whatever the digest says', async () => {
    const { sent, client } = fakeClient(() => ({ ETag: 'x' }) as never);
    const live = async () => [aBan({ ip: '203.0.113.9' }), aBan({ ip: '9.9.9.9' })];
    const s3 = target('s3', { bucket: 'example-bans', key: 'f2e/bans.txt', format: 'nginx' });
    await open(s3, { s3: () => client, live }).send(aDigest({ bans: [aBan({ state: 'over' })] }));
    expect(sent).toEqual([
      expect.objectContaining({
        Bucket: 'example-bans',
        Key: 'f2e/bans.txt',
        Body: 'deny 9.9.9.9;\ndeny 203.0.113.9;\n',
      }),
    ]);
  });

  it('a topic gets the report as text', async () => {
    const { sent, client } = fakeClient(() => ({ MessageId: 'm' }) as never);
    const sns = target('sns', { topic: 'arn:aws:sns:eu-west-1:111122223333:bans' });
    await open(sns, { sns: () => client }).send(aDigest());
    expect(sent[0]).toMatchObject({ TopicArn: 'arn:aws:sns:eu-west-1:111122223333:bans' });
  });

  it('a target may do what it must, and read its own secrets', () => {
    expect(targetPermissions(target('webhook', { url: 'https://x.example/', secret: 'ssm:/f2e/key' }), scope)).toEqual([
      { actions: ['ssm:GetParameter'], resources: ['arn:aws:ssm:eu-west-1:111122223333:parameter/f2e/key'] },
    ]);
    expect(targetPermissions(target('s3', { bucket: 'b', key: 'k.txt' }), scope)).toEqual([
      { actions: ['s3:PutObject'], resources: ['arn:aws:s3:::b/k.txt'] },
    ]);
    expect(targetPermissions(target('eventbridge', { bus: 'ops' }), scope)).toMatchObject([
      { resources: ['arn:aws:events:eu-west-1:111122223333:event-bus/ops'] },
    ]);
  });
});

/** AbuseIPDB and blocklist.de stand at addresses of their own: here the loopback takes their place. */
function elsewhere(): TargetTools['http'] & { readonly urls: string[] } {
  const { post, sleep } = someTools().http;
  const urls: string[] = [];
  return {
    urls,
    sleep,
    post: (request) => {
      urls.push(request.url);
      return post({ ...request, url: server.url });
    },
  };
}
const fields = (index = 0) => Object.fromEntries(new URLSearchParams(server.received[index]?.body));

describe('abuseipdb', () => {
  const service = target('abuseipdb', { abuseipdb_apikey: 'ssm:secret', abuseipdb_category: '18, 22' });

  it('is told the address and how often it failed; no user name, no log line', async () => {
    const http = elsewhere();
    const { send } = open(service, { http });
    expect(await send(aDigest())).toEqual({ kind: 'sent', id: '' });
    expect(http.urls).toEqual(['https://api.abuseipdb.com/api/v2/report']);
    expect(server.received[0]?.headers.key).toBe('secret');
    expect(fields()).toEqual({
      ip: '192.0.2.1',
      categories: '18,22',
      comment: 'fail2edge: jail sshd, 5 failures',
      timestamp: '2023-11-14T22:13:20.000Z',
    });
  });

  it('is told an address once in 15 minutes', async () => {
    const { reported } = someTools();
    let now = NOW;
    const { send } = open(service, { http: elsewhere(), reported, clock: () => now });
    await send(aDigest());
    await send(aDigest({ bans: [aBan({ jail: 'nginx' })] }));
    now += 899;
    await send(aDigest({ bans: [aBan({ bancount: 2 })] }));
    expect(server.received).toHaveLength(1);
    now += 2;
    await send(aDigest({ bans: [aBan({ bancount: 3 })] }));
    expect(server.received).toHaveLength(2);
  });

  it('is told of nobody whom an operator, a request or a list banned, and of no range', async () => {
    const bans = [
      aBan({ origin: 'manual' }),
      aBan({ origin: 'request' }),
      aBan({ origin: 'list' }),
      aBan({ ip: '2001:db8::/64' }),
      aBan({ ip: '10.0.0.1' }),
    ];
    expect(await open(service, { http: elsewhere() }).send(aDigest({ bans }))).toEqual({ kind: 'sent', id: '' });
    expect(server.received).toEqual([]);
  });

  it('keeps what it could not tell, and asks no more when the service has enough', async () => {
    await server.stop();
    server = await startServer({ status: 200 }, { status: 429, headers: { 'retry-after': '60' } });
    const bans = [aBan(), aBan({ ip: '192.0.2.2' }), aBan({ ip: '192.0.2.3' })];
    expect(await open(service, { http: elsewhere() }).send(aDigest({ bans }))).toEqual({
      kind: 'failed',
      notice: 'abuseipdb: a report was not taken: status 429',
      done: [bans[0]],
    });
    expect(server.received).toHaveLength(2);
  });

  it('tells thirty a run, the rest next time', async () => {
    const bans = Array.from({ length: 60 }, (_, host) => aBan({ ip: `198.51.100.${host}` }));
    const result = await open(service, { http: elsewhere() }).send(aDigest({ bans }));
    expect(result).toMatchObject({ kind: 'failed', notice: 'abuseipdb: 30 reports wait for the next run' });
    expect(server.received).toHaveLength(30);
  });
});

const found = (record = aRecord()): BanDetail['whois'] => ({ kind: 'found', record });
const detail = (parts: Partial<BanDetail> = {}): BanDetail => ({
  ban: aBan(),
  whois: found(),
  lines: ['Nov 14 22:13:20 gate sshd[1]: Failed password for *** from 192.0.2.1'],
  ...parts,
});
const digestOf = (...details: readonly BanDetail[]) => aDigest({ bans: details.map(({ ban }) => ban), details });

describe('blocklist.de', () => {
  const service = target('blocklist-de', { email: 'f2b@example.com', apikey: 'ssm:secret' });

  it('is told the offender with his lines', async () => {
    const http = elsewhere();
    expect(await open(service, { http }).send(digestOf(detail()))).toEqual({ kind: 'sent', id: '' });
    expect(http.urls).toEqual(['https://www.blocklist.de/en/httpreports.html']);
    expect(fields()).toEqual({
      ...{ server: 'f2b@example.com', apikey: 'secret', service: 'sshd', ip: '192.0.2.1', format: 'text' },
      logs: 'Nov 14 22:13:20 gate sshd[1]: Failed password for *** from 192.0.2.1',
    });
  });

  it('is told nothing without proof', async () => {
    const details = [detail({ lines: [] }), detail({ ban: aBan({ origin: 'manual' }) }), detail({ lines: null })];
    expect(await open(service, { http: elsewhere() }).send(digestOf(...details))).toEqual({ kind: 'sent', id: '' });
    expect(server.received).toEqual([]);
  });
});

describe('X-ARF', () => {
  const service = target('xarf', { sender: 'abuse@example.org' });
  const run = async (details: readonly BanDetail[], over: Partial<TargetTools> = {}) => {
    const { sent, client } = fakeClient(() => ({ MessageId: 'm' }) as never);
    const result = await open(service, { ses: () => client, ...over }).send(digestOf(...details));
    return { result, mails: sent as unknown as Mail[] };
  };
  interface Mail {
    readonly FromEmailAddress: string;
    readonly Destination: { readonly ToAddresses: string[] };
    readonly Content: {
      readonly Simple: { readonly Headers: object[]; readonly Attachments: { FileName: string; RawContent: Buffer }[] };
    };
  }
  const attachment = (mail: Mail | undefined, name: string) =>
    mail?.Content.Simple.Attachments.find(({ FileName }) => FileName === name)?.RawContent.toString('utf8') ?? '';

  it('goes to the abuse contact that RDAP names, in the format 0.2, with the lines', async () => {
    const { result, mails } = await run([detail()]);
    expect(result).toEqual({ kind: 'sent', id: '' });
    expect(mails).toHaveLength(1);
    expect(mails[0]?.Destination.ToAddresses).toEqual(['abuse@example.net']);
    expect(mails[0]?.Content.Simple.Headers).toContainEqual({ Name: 'X-XARF', Value: 'PLAIN' });
    expect(attachment(mails[0], 'report.txt').split('\n')).toEqual([
      '---',
      'Reported-From: abuse@example.org',
      'Category: abuse',
      'Report-Type: login-attack',
      'Service: "sshd"',
      'Version: 0.2',
      'User-Agent: fail2edge',
      'Date: Tue, 14 Nov 2023 22:13:20 +0000',
      'Source-Type: ipv4',
      'Source: 192.0.2.1',
      expect.stringMatching(/^Report-ID: [0-9a-f]{32}@example\.org$/),
      'Occurrences: 5',
      'Schema-URL: http://www.x-arf.org/schema/abuse_login-attack_0.1.2.json',
      'Attachment: text/plain',
      '',
    ]);
    expect(attachment(mails[0], 'logfile.log')).toContain('Failed password for ***');
  });

  it('goes to nobody whom only a whois text names, to no neighbour, and to nobody without proof', async () => {
    const whois = found(aRecord({ via: 'whois' }));
    const noContact = found(aRecord({ abuse: [] }));
    const neighbour = found(aRecord({ first: '192.0.2.128', last: '192.0.2.255' }));
    const evil = found(aRecord({ abuse: ['victim@example.net\r\nBcc: x@example.net'] }));
    const answers = [whois, noContact, neighbour, evil].map((one) => detail({ whois: one }));
    const unproven = [detail({ lines: [] }), detail({ ban: aBan({ origin: 'manual' }) })];
    const { result, mails } = await run([...answers, ...unproven]);
    expect(result).toEqual({ kind: 'sent', id: '' });
    expect(mails).toEqual([]);
  });

  it('tells one contact of one offender once a day', async () => {
    const { reported } = someTools();
    const first = await run([detail(), detail({ ban: aBan({ jail: 'postfix' }) })], { reported });
    expect(first.mails).toHaveLength(1);
    expect((await run([detail({ ban: aBan({ bancount: 2 }) })], { reported })).mails).toHaveLength(0);
  });

  it('waits for a registry that did not answer, for an hour', async () => {
    const silent = detail({ whois: { kind: 'none', reason: 'deadline' } });
    expect((await run([silent])).result).toMatchObject({ kind: 'failed', done: [] });
    expect((await run([silent], { clock: () => NOW + 7200 })).result).toEqual({ kind: 'sent', id: '' });
  });

  it('an offender whose contact SES refuses keeps nobody else’s report; his own is tried for an hour', async () => {
    const refused = detail({ ban: aBan({ ip: '192.0.2.9' }), whois: found(aRecord({ abuse: ['no@example.com'] })) });
    const { sent, client } = fakeClient((input: { Destination: { ToAddresses: string[] } }) => {
      if (input.Destination.ToAddresses[0] !== 'no@example.com') return { MessageId: 'm' };
      throw Object.assign(new Error('Address is on the suppression list'), { name: 'MessageRejected' });
    });
    const other = detail();
    const first = await run([refused, other], { ses: () => client });
    expect(first.result).toEqual({
      kind: 'failed',
      notice: expect.stringContaining('MessageRejected'),
      done: [other.ban],
    });
    expect(sent).toHaveLength(2);
    const late = await run([refused], { ses: () => client, clock: () => NOW + 7200 });
    expect(late.result).toEqual({ kind: 'sent', id: '' });
  });

  it('keeps a jail’s name and a line from becoming a field, a header or a recipient', async () => {
    const jail = 'x\r\nReported-From: victim@example.net\r\n- "';
    const lines = ['a\r\n\r\n--boundary\r\nBcc: victim@example.net\u202e'];
    const { mails } = await run([detail({ ban: aBan({ jail }), lines })]);
    const report = attachment(mails[0], 'report.txt');
    expect(report.match(/^Reported-From:.*$/gm)).toEqual(['Reported-From: abuse@example.org']);
    expect(report.split('\n')).toHaveLength(15);
    expect(attachment(mails[0], 'logfile.log')).toBe(
      'a\\u{d}\\u{a}\\u{d}\\u{a}--boundary\\u{d}\\u{a}Bcc: victim@example.net\\u{202e}\n',
    );
  });
});

test('nothing throws, whatever a server does', async () => {
  const bans: readonly Ban[] = [aBan()];
  const failing = () => {
    throw new TypeError('broken');
  };
  const tools = {
    http: { post: failing as never, sleep: async () => undefined },
    events: failing,
    s3: failing,
    ses: failing,
    sns: failing,
  };
  for (const kind of Object.keys(targets) as Target['kind'][]) {
    const result = await open(target(kind, { url: 'https://x.example/' }), tools as never).send({
      ...aDigest({ bans }),
      details: [detail()],
    });
    expect([kind, result.kind]).toEqual([kind, 'failed']);
  }
});
