import { isNewBan, type ReportPorts, report } from '../../lib/app/report';
import type { Ban } from '../../lib/core/ban';
import type { Digest, Notifier, SendResult } from '../../lib/core/report';
import type { Jail, MailAction } from '../../lib/core/ruleset';
import { memoryBudget } from '../../lib/local/mail/memory-budget';
import { memoryLogLines } from '../../lib/local/mail/memory-log-lines';
import { memoryOutbox } from '../../lib/local/mail/memory-outbox';
import { aBan, aRecord } from '../fakes/aws-mail/builders';
import { someRules } from '../support/builders';
import { aJail, anExpression, aRuleset, filterRules } from './report-jail';

const START = 1_700_000_000;

function memoryNotifier(kind: string, answer: () => SendResult = () => ({ kind: 'sent', id: '1' })) {
  const digests: Digest[] = [];
  const notifier: Notifier = {
    kind,
    send: async (digest) => {
      const result = answer();
      if (result.kind === 'sent') digests.push(digest);
      return result;
    },
  };
  return { notifier, digests };
}

function world(parts: Partial<ReportPorts> = {}, jails: readonly Jail[] = [aJail()]) {
  let now = START;
  const mail = memoryNotifier('ses-mail');
  const asked: string[] = [];
  const ports: ReportPorts = {
    outbox: memoryOutbox(),
    budget: memoryBudget(),
    whois: {
      of: async (ip) => {
        asked.push(ip);
        return { kind: 'found', record: aRecord() };
      },
    },
    lines: memoryLogLines(),
    notifiers: [mail.notifier],
    clock: () => now,
    sender: null,
    place: 'fail2edge in eu-west-1',
    deadline: () => new AbortController().signal,
    ...parts,
  };
  return {
    ports,
    asked,
    digests: mail.digests,
    run: (...bans: readonly Ban[]) => report(ports, aRuleset(...jails), bans),
    tick: (seconds: number) => {
      now += seconds;
    },
  };
}

const mailTo = (parts: Partial<MailAction>): MailAction => ({ ...(aJail().mail as MailAction), ...parts });

test('a ban is reported to its jail’s recipient, with whois', async () => {
  const { run, digests } = world();
  expect(await run(aBan())).toEqual({
    deliveries: [{ recipient: 'ops@example.com', by: 'ses-mail', bans: 1 }],
    waiting: 0,
    refused: 0,
    notices: [],
  });
  expect(digests).toMatchObject([
    {
      sender: 'fail2ban@example.com',
      recipient: 'ops@example.com',
      bans: [aBan()],
      details: [{ whois: { kind: 'found' } }],
    },
  ]);
});

test('action_mwl brings the offender’s lines of the window, users masked', async () => {
  const lines = memoryLogLines();
  const put = (second: number, message: string) => lines.put('secure', second * 1_000, message);
  put(START - 601, 'too early 192.0.2.1');
  put(START - 600, 'Failed password for hunter2 from 192.0.2.1');
  put(START, 'Login of my pass word refused: 192.0.2.1');
  put(START + 60, 'someone else 192.0.2.10');
  put(START + 61, 'too late 192.0.2.1');
  const rules = filterRules({
    failregex: [anExpression('^Login of (.*) refused: (\\S+)\\n$', { user: [1], ip4: [2] })],
  });
  const { run, digests } = world({ lines }, [aJail({ rules })]);
  await run(aBan());
  expect(digests[0]?.details[0]?.lines).toEqual([
    'Failed password for *** from 192.0.2.1',
    'Login of *** refused: 192.0.2.1',
  ]);
});

test('action_mw brings no lines; offline, no registry is asked; a jail without mail reports nothing', async () => {
  const mw = world({}, [aJail({ mail: mailTo({ lines: false }) })]);
  await mw.run(aBan());
  expect(mw.digests[0]?.details[0]).toMatchObject({ lines: null, whois: { kind: 'found' } });
  const offline = world({ whois: null });
  await offline.run(aBan());
  expect(offline.digests[0]?.details[0]?.whois).toBeNull();
  const silent = world({}, [aJail({ mail: null })]);
  expect((await silent.run(aBan())).deliveries).toEqual([]);
});

test('an operator’s ban and a jail that counts bans have no lines to show', async () => {
  const lines = { of: () => Promise.reject(new Error('must not be asked')) };
  const manual = world({ lines });
  await manual.run(aBan({ origin: 'manual' }));
  expect(manual.digests[0]?.details[0]?.lines).toBeNull();
  const recidive = world({ lines }, [aJail({ countsBans: true })]);
  await recidive.run(aBan());
  expect(recidive.digests[0]?.details[0]?.lines).toBeNull();
});

test('bans of several jails are one digest for a recipient, sorted by jail, time and address', async () => {
  const { run, digests } = world({}, [aJail(), aJail({ name: 'nginx' })]);
  const [a, b, c, d] = [
    aBan({ ip: '192.0.2.9' }),
    aBan(),
    aBan({ time: START - 5 }),
    aBan({ jail: 'nginx', time: START + 5 }),
  ];
  await run(a, b, c, d);
  expect(digests.map(({ bans }) => bans)).toEqual([[d, c, b, a]]);
});

test('each recipient gets the bans of its own jails; each sender its own mail', async () => {
  const jails = [
    aJail({ mail: mailTo({ destemail: ['ops@example.com', 'sec@example.com'] }) }),
    aJail({ name: 'nginx', mail: mailTo({ sender: 'web@example.com' }) }),
  ];
  const { run, digests } = world({}, jails);
  await run(aBan(), aBan({ jail: 'nginx' }));
  expect(digests.map(({ sender, recipient, bans }) => [sender, recipient, bans.length])).toEqual([
    ['fail2ban@example.com', 'ops@example.com', 1],
    ['web@example.com', 'ops@example.com', 1],
    ['fail2ban@example.com', 'sec@example.com', 1],
  ]);
});

test('a sender of the deployment’s own stands in place of the jails’', async () => {
  const { run, digests } = world({ sender: 'reports@example.com' }, [
    aJail(),
    aJail({ name: 'nginx', mail: mailTo({ sender: 'root@localhost' }) }),
  ]);
  await run(aBan(), aBan({ jail: 'nginx' }));
  expect(digests.map(({ sender, bans }) => [sender, bans.length])).toEqual([['reports@example.com', 2]]);
});

test('the same ban delivered twice is reported once; the next ban of the address is another', async () => {
  const { run, digests } = world();
  await run(aBan());
  await run(aBan(), aBan({ version: 2 }));
  expect(digests).toHaveLength(1);
  await run(aBan({ bancount: 2, time: START + 900 }));
  expect(digests).toHaveLength(2);
});

test('beyond 12 mails an hour bans wait and go with the next digest; none is lost', async () => {
  const { run, digests, tick } = world();
  let waiting = 0;
  for (let minute = 0; minute < 30; minute++) {
    waiting = (await run(aBan({ ip: `192.0.2.${minute}` }))).waiting;
    tick(60);
  }
  expect(digests).toHaveLength(12);
  expect(waiting).toBe(18);
  tick(3_600);
  expect(await run()).toMatchObject({ waiting: 0, deliveries: [{ bans: 18 }] });
  expect(new Set(digests.flatMap(({ bans }) => bans.map(({ ip }) => ip))).size).toBe(30);
});

test('what SES does not take goes to SNS, with a notice', async () => {
  const ses = memoryNotifier('ses-mail', () => ({ kind: 'unsuitable', notice: 'destemail = root@localhost' }));
  const sns = memoryNotifier('sns-topic');
  const { run } = world({ notifiers: [ses.notifier, sns.notifier] });
  expect(await run(aBan(), aBan({ ip: '192.0.2.2' }))).toEqual({
    deliveries: [{ recipient: 'ops@example.com', by: 'sns-topic', bans: 2 }],
    waiting: 0,
    refused: 0,
    notices: ['destemail = root@localhost'],
  });
});

test('what nobody takes waits for the next run', async () => {
  let down = true;
  const ses = memoryNotifier('ses-mail', () =>
    down ? { kind: 'failed', notice: 'no network' } : { kind: 'sent', id: '1' },
  );
  const { run } = world({ notifiers: [ses.notifier] });
  expect(await run(aBan())).toEqual({ deliveries: [], waiting: 1, refused: 1, notices: ['no network'] });
  down = false;
  expect(await run()).toMatchObject({ deliveries: [{ bans: 1 }], waiting: 0 });
});

test('a run that dies before it closed the box loses nothing: the lease ends and the next run sends', async () => {
  const outbox = memoryOutbox();
  await outbox.add('ops@example.com', [aBan()], START + 1_000_000);
  await outbox.open('ops@example.com', START, START + 300);
  const { run, tick } = world({ outbox });
  expect((await run()).deliveries).toEqual([]);
  tick(300);
  expect((await run()).deliveries).toHaveLength(1);
});

test('one recipient’s broken box leaves the others', async () => {
  const outbox = memoryOutbox();
  const broken: typeof outbox = {
    ...outbox,
    open: (recipient, now, until) =>
      recipient === 'ops@example.com' ? Promise.reject(new Error('secret')) : outbox.open(recipient, now, until),
  };
  const { run } = world({ outbox: broken }, [
    aJail({ mail: mailTo({ destemail: ['ops@example.com', 'sec@example.com'] }) }),
  ]);
  expect(await run(aBan())).toMatchObject({
    deliveries: [{ recipient: 'sec@example.com' }],
    refused: 1,
    notices: ['the box of ops@example.com could not be emptied: Error'],
  });
});

test('a line whose user name is longer than V8 compiles into an expression mutes nobody', async () => {
  const name = 'x'.repeat(60_000);
  const { run } = world({ lines: { of: async () => [`bad login of ${name} from 192.0.2.1`] } }, [
    aJail({ rules: someRules(), mail: mailTo({ lines: true }) }),
  ]);
  expect(await run(aBan())).toMatchObject({ deliveries: [{ recipient: 'ops@example.com' }], refused: 0 });
});

test('an outbox that is out of reach is thrown: the stream delivers the bans again', async () => {
  const outbox = { ...memoryOutbox(), add: () => Promise.reject(new Error('throttled')) };
  await expect(world({ outbox }).run(aBan())).rejects.toThrow('throttled');
});

test('registries and logs that hang, or fail, do not hold the mail back beyond the deadline', async () => {
  const hang = () => new Promise<never>(() => undefined);
  const controller = new AbortController();
  const stuck = world({ whois: { of: hang }, lines: { of: hang }, deadline: () => controller.signal });
  const done = stuck.run(aBan());
  controller.abort();
  await done;
  expect(stuck.digests[0]?.details).toMatchObject([
    { whois: { kind: 'none', reason: 'deadline' }, lines: 'unavailable' },
  ]);
  const failing = world({ lines: { of: () => Promise.reject(new Error('denied')) } });
  await failing.run(aBan());
  expect(failing.digests[0]?.details[0]?.lines).toBe('unavailable');
});

test('of 10,000 bans all are reported, 10 in detail, never more than 3 lookups at a time', async () => {
  let running = 0;
  let most = 0;
  const of = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    return { kind: 'none', reason: 'no-answer' } as const;
  };
  const { run, digests } = world({ whois: { of } });
  await run(...Array.from({ length: 10_000 }, (_, index) => aBan({ ip: `198.18.${index >> 8}.${index & 255}` })));
  expect(digests[0]?.bans).toHaveLength(10_000);
  expect(digests[0]?.details).toHaveLength(10);
  expect(most).toBe(3);
});

test('a jail that lost its mail action while bans waited is said, not retried for ever', async () => {
  const outbox = memoryOutbox();
  await outbox.add('ops@example.com', [aBan({ jail: 'gone' })], START + 1_000);
  const { run } = world({ outbox });
  expect(await run()).toMatchObject({
    deliveries: [],
    waiting: 0,
    refused: 0,
    notices: ['1 bans of jails that no longer send mail were not reported'],
  });
  expect((await run()).notices).toEqual([]);
});

test('nothing waiting, nothing written', async () => {
  const outbox = memoryOutbox();
  const fail = () => Promise.reject(new Error('must not be called'));
  expect(
    await world({
      outbox: { ...outbox, add: fail, open: fail, close: fail },
      budget: { take: fail, refused: fail },
    }).run(),
  ).toEqual({ deliveries: [], waiting: 0, refused: 0, notices: [] });
});

test.each<[string, Ban | undefined, Ban, boolean]>([
  ['a first ban', undefined, aBan(), true],
  ['a ban after one that was over', aBan({ state: 'over' }), aBan({ bancount: 2 }), true],
  ['a ban that replaced an ended one in one write', aBan(), aBan({ bancount: 2 }), true],
  ['a prolonged ban', aBan(), aBan({ end: START + 9_000, version: 2 }), false],
  ['an unban', aBan(), aBan({ state: 'over', version: 2 }), false],
])('%s: new or not', (_, before, after, expected) => {
  expect(isNewBan(before, after)).toBe(expected);
});
